import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconShieldCheck, IconUserPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { Confirm } from "@/components/Confirm";
import { MemberAvatar } from "@/components/MemberAvatar";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { toast } from "@/components/toast";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { identityKeys, type Member, membersQuery } from "@/queries/identity";
import { Invitations } from "./Invitations";
import { InviteDialog, RoleDialog } from "./MemberDialogs";
import classes from "./Members.module.css";
import { RoleTable } from "./RoleTable";
import { SettingsPage } from "./SettingsPage";

export default function MembersPage() {
  const { t } = useTranslation("settings");
  const { id, may } = useWorkspace();
  const members = useQuery(membersQuery(id));
  const [inviting, setInviting] = useState(false);
  return (
    <SettingsPage>
      <Section
        flush
        title={t("members.title")}
        count={members.data?.length}
        actions={
          may("member.manage") && (
            <Button
              leftSection={<IconUserPlus size={16} stroke={1.75} aria-hidden />}
              onClick={() => setInviting(true)}
            >
              {t("members.invite")}
            </Button>
          )
        }
      >
        <Query of={members} height={200}>
          {(list) => (
            <ul>
              {list.map((member) => (
                <MemberRow key={member.id} member={member} />
              ))}
            </ul>
          )}
        </Query>
      </Section>
      {may("member.manage") && <Invitations />}
      <RoleTable />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </SettingsPage>
  );
}

function MemberRow({ member }: { member: Member }) {
  const { t } = useTranslation("settings");
  const { id, me, may } = useWorkspace();
  const format = useFormat();
  const client = useQueryClient();
  const [open, setOpen] = useState<"role" | "remove" | null>(null);
  const self = member.userId === me.id;
  const remove = useMutation({
    mutationFn: () => api.delete(inside(id, "members", member.id)),
    onSuccess: () => {
      setOpen(null);
      toast.done(t("members.removed", { name: member.name }));
      return client.invalidateQueries({ queryKey: identityKeys.members(id) });
    },
  });
  return (
    <li className={classes.row}>
      <MemberAvatar name={member.name} size={36} />
      <div className={classes.who}>
        <p className="pv-b">
          {member.name} {self && <span className="pv-3">{t("members.you")}</span>}
        </p>
        <p className="pv-xs pv-3 pv-el">{member.email || t("members.noAddress")}</p>
      </div>
      <div className={classes.role}>
        <p>{member.preset ? t(`presets.${member.preset}`) : t(`common:roles.${member.role}`)}</p>
        {member.preset && <p className="pv-xs pv-3">{t(`common:roles.${member.role}`)}</p>}
      </div>
      <div className={classes.facts}>
        {member.totp ? (
          <span className="pv-row pv-xs pv-green">
            <IconShieldCheck size={14} stroke={2} aria-hidden /> {t("members.totp")}
          </span>
        ) : (
          <span className="pv-xs pv-3">{t("members.noTotp")}</span>
        )}
        <span className="pv-xs pv-3">{t("members.since", { date: format.date(member.createdAt) })}</span>
      </div>
      {may("member.manage") ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t("members.actions", { name: member.name })}>
              <IconDots size={16} stroke={2} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setOpen("role")}>{t("members.changeRole")}</Menu.Item>
            <Menu.Item color="red" onClick={() => setOpen("remove")}>
              {t(self ? "members.leave" : "members.remove")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        <span />
      )}
      {open === "role" && <RoleDialog member={member} onClose={() => setOpen(null)} />}
      {open === "remove" && (
        <Confirm
          title={t("members.removeTitle", { name: member.name })}
          confirm={t("members.removeDo")}
          onConfirm={remove.mutate}
          onClose={() => setOpen(null)}
          pending={remove.isPending}
          error={remove.error}
        >
          <p>{t("members.removeSays")}</p>
        </Confirm>
      )}
    </li>
  );
}
