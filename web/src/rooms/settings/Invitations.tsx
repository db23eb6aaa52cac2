import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { CopyField } from "@/components/CopyField";
import { ErrorPanel } from "@/components/ErrorPanel";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { type Invitation, identityKeys, invitationsQuery } from "@/queries/identity";

/** Invitations that wait; none, and the section is not there. */
export function Invitations() {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const { data } = useQuery(invitationsQuery(id));
  if (!data?.length) {
    return null;
  }
  return (
    <Section flush title={t("invitations.title")} count={data.length}>
      <ul>
        {data.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Section>
  );
}

function Row({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const format = useFormat();
  const client = useQueryClient();
  const path = inside(id, "invitations", invitation.id);
  const onSuccess = () => client.invalidateQueries({ queryKey: identityKeys.invitations(id) });
  const renew = useMutation({
    mutationFn: () => api.post<{ link: string }>(`${path}/renew`, { mail: true }),
    onSuccess,
  });
  const revoke = useMutation({ mutationFn: () => api.delete(path), onSuccess });
  return (
    <li className="pv-row pv-wrap">
      <div className="pv-grow">
        <p className="pv-b pv-s">{invitation.email}</p>
        <p className="pv-xs pv-3">
          {t("invitations.says", {
            role: t(`common:roles.${invitation.role}`),
            inviter: invitation.inviter,
            until: format.dayTime(invitation.expiresAt),
          })}
        </p>
        {renew.data && <CopyField label={t("members.link")} value={renew.data.link} />}
        <ErrorPanel error={renew.error ?? revoke.error} />
      </div>
      <Button size="compact-sm" variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
        {t("invitations.renew")}
      </Button>
      <Button size="compact-sm" variant="subtle" loading={revoke.isPending} onClick={() => revoke.mutate()}>
        {t("invitations.revoke")}
      </Button>
    </li>
  );
}
