import { Button, Menu } from "@mantine/core";
import { IconEye, IconFlask, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { ErrorPanel } from "@/components/ErrorPanel";
import { MemberAvatar } from "@/components/MemberAvatar";
import { lossesQuery, membersQuery, useRemoveWorkspace, useSeeAs } from "@/queries/identity";
import classes from "./SampleBanner.module.css";
import { useWorkspace } from "./workspace";

/** Says that the workspace is a sample, whose eyes one borrows, and removes it all in one click (and one question). */
export function SampleBanner() {
  const { t } = useTranslation();
  const { me, name, may } = useWorkspace();
  const [asking, setAsking] = useState(false);
  return (
    <section className={classes.banner} aria-label={t("sample.name")}>
      <IconFlask size={16} stroke={1.75} aria-hidden />
      <span className="pv-grow">
        <strong>{t("sample.name")}.</strong>{" "}
        <span className={classes.long}>{t("sample.says", { name })}</span>
        {me.seeAs && (
          <strong className={classes.as}>
            {t("sample.seenAs", { name: me.seeAs.name, role: t(`roles.${me.seeAs.role}`) })}
          </strong>
        )}
      </span>
      <SeeAsMenu />
      {(may("workspace.remove") || !me.seeAs) && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconTrash size={14} stroke={2} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t("sample.remove")}
        </Button>
      )}
      {asking && <RemoveDialog onClose={() => setAsking(false)} />}
    </section>
  );
}

function SeeAsMenu() {
  const { t } = useTranslation();
  const { id, me } = useWorkspace();
  const { data: members } = useQuery(membersQuery(id));
  const seeAs = useSeeAs(id);
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconEye size={14} stroke={2} aria-hidden />}
        >
          {t("sample.seeAs")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
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
      </Menu.Dropdown>
    </Menu>
  );
}

function RemoveDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { id, name } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useRemoveWorkspace(id);
  const { data: losses } = useQuery(lossesQuery(id));
  const onRemoved = () => {
    client.removeQueries();
    void navigate({ to: "/", replace: true });
  };
  return (
    <Dialog opened onClose={onClose} title={t("sample.removeTitle")}>
      <p>{t("sample.removeSays", { name })}</p>
      <ul className={classes.losses}>
        {losses
          ?.filter((loss) => loss.count > 0 && i18n.exists(`losses.${loss.kind}_other`))
          .map((loss) => (
            <li key={loss.kind}>{t(`losses.${loss.kind}`, { count: loss.count })}</li>
          ))}
      </ul>
      <ErrorPanel error={remove.error} />
      <div className={classes.actions}>
        <Button variant="subtle" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button
          variant="default"
          data-tone="danger"
          loading={remove.isPending}
          onClick={() => remove.mutate("", { onSuccess: onRemoved })}
        >
          {t("sample.removeDo")}
        </Button>
      </div>
    </Dialog>
  );
}
