import { Select, Switch, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { CopyField } from "@/components/CopyField";
import { Dialog } from "@/components/Dialog";
import { Form } from "@/components/Form";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { identityKeys, type Member, type Role, rolesQuery } from "@/queries/identity";

/** The choice of a role, by the trade's words or the plain role. */
function RoleSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation("settings");
  const { data } = useQuery(rolesQuery);
  const groups = [
    {
      group: t("members.roles"),
      items: (data?.roles ?? []).map((r) => ({ value: r.role, label: t(`common:roles.${r.role}`) })),
    },
    {
      group: t("members.presets"),
      items: (data?.presets ?? []).map((p) => ({
        value: `${p.role}:${p.name}`,
        label: `${t(`presets.${p.name}`)} (${t(`common:roles.${p.role}`)})`,
      })),
    },
  ];
  return (
    <Select
      label={t("members.role")}
      description={t(`roleSays.${value.split(":")[0]}`)}
      data={groups}
      value={value}
      searchable
      allowDeselect={false}
      onChange={(next) => next && onChange(next)}
    />
  );
}

const split = (value: string) => {
  const [role, preset = ""] = value.split(":");
  return { role: role as Role, preset };
};

/** Asks someone in: by mail, or by a link to hand over. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const client = useQueryClient();
  const { fieldErrors } = useProblem();
  const { value, set, text } = useFields({ email: "", role: "creator", mail: true });
  const invite = useMutation({
    mutationFn: () =>
      api.post<{ link: string }>(inside(id, "invitations"), {
        email: value.email,
        mail: value.mail,
        ...split(value.role),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: identityKeys.invitations(id) }),
  });
  return (
    <Dialog opened onClose={onClose} title={t("members.inviteTitle")}>
      {invite.data ? (
        <div className="pv-col" style={{ gap: 14 }}>
          <p>{t(value.mail ? "members.invited" : "members.invitedByLink", { email: value.email })}</p>
          <CopyField label={t("members.link")} value={invite.data.link} />
        </div>
      ) : (
        <Form
          onSubmit={invite.mutate}
          error={invite.error}
          pending={invite.isPending}
          submit={t("members.invite")}
          onCancel={onClose}
        >
          <TextInput
            label={t("members.email")}
            type="email"
            required
            withAsterisk={false}
            data-autofocus
            {...text("email")}
            error={fieldErrors(invite.error).email}
          />
          <RoleSelect value={value.role} onChange={(role) => set({ role })} />
          <Switch
            label={t("members.byMail")}
            checked={value.mail}
            onChange={(e) => set({ mail: e.currentTarget.checked })}
          />
        </Form>
      )}
    </Dialog>
  );
}

export function RoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const client = useQueryClient();
  const [role, setRole] = useState(member.preset ? `${member.role}:${member.preset}` : member.role);
  const change = useMutation({
    mutationFn: () => api.patch(inside(id, "members", member.id), split(role)),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: identityKeys.members(id) });
    },
  });
  return (
    <Dialog opened onClose={onClose} title={t("members.roleTitle", { name: member.name })}>
      <Form onSubmit={change.mutate} error={change.error} pending={change.isPending} onCancel={onClose}>
        <RoleSelect value={role} onChange={setRole} />
      </Form>
    </Dialog>
  );
}
