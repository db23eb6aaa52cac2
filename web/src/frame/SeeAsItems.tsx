import { Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { MemberAvatar } from "@/components/MemberAvatar";
import { membersQuery, useSeeAs } from "@/queries/identity";
import { useWorkspace } from "./workspace";

/** The fictional members whose eyes one may borrow. */
export default function SeeAsItems() {
  const { t } = useTranslation();
  const { id, me } = useWorkspace();
  const { data: members } = useQuery(membersQuery(id));
  const seeAs = useSeeAs(id);
  return (
    <>
      {members
        ?.filter((m) => m.userId !== me.id)
        .map((member) => (
          <Menu.Item
            key={member.id}
            leftSection={<MemberAvatar name={member.name} size={24} />}
            onClick={() => seeAs.mutate(member.id)}
          >
            {member.name}
            <span className="pv-xs pv-3" style={{ display: "block" }}>
              {t(`roles.${member.role}`)}
            </span>
          </Menu.Item>
        ))}
      {me.seeAs && <Menu.Item onClick={() => seeAs.mutate(null)}>{t("sample.backToMe")}</Menu.Item>}
    </>
  );
}
