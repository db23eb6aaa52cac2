import { Button, Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ErrorPanel } from "@/components/ErrorPanel";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import { type InvitationView, meQuery } from "@/queries/identity";
import { type Account, AccountFields } from "./AccountFields";
import { Door } from "./Door";
import { useLinkSecret } from "./secret";

/** An invitation: who invites to what, then an account, or one button for a person who has one. */
export default function Invitation() {
  const { t } = useTranslation("door");
  const secret = useLinkSecret();
  const { data, error, isPending } = useQuery({
    queryKey: ["invitation", secret],
    queryFn: () => api.get<InvitationView>(`/invitations/${encodeURIComponent(secret)}`),
    retry: false,
  });
  if (isPending) {
    return (
      <Door title={t("invitation.reading")}>
        <Skeleton height={120} />
      </Door>
    );
  }
  if (error) {
    return (
      <Door title={t("invitation.failed")} says={t("invitation.failedSays")}>
        <ErrorPanel error={error} />
        <Button component={Link} to="/sign-in" variant="default">
          {t("toSignIn")}
        </Button>
      </Door>
    );
  }
  return <Accept secret={secret} invitation={data} />;
}

function Accept({ secret, invitation }: { secret: string; invitation: InvitationView }) {
  const { t, i18n } = useTranslation("door");
  const format = useFormat();
  const { fieldErrors } = useProblem();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: me } = useQuery({ ...meQuery, retry: false });
  const [account, setAccount] = useState<Account>({ name: "", email: invitation.email, password: "" });
  const accept = useMutation({
    mutationFn: () =>
      api.post("/invitations/accept", {
        link: secret,
        ...(me ? {} : { name: account.name, password: account.password, locale: i18n.resolvedLanguage }),
      }),
    onSuccess: async () => {
      client.clear();
      await navigate({ to: "/", replace: true });
    },
  });
  return (
    <Door
      title={t("invitation.title", { workspace: invitation.workspace })}
      says={t("invitation.says", {
        inviter: invitation.inviter,
        role: t(`common:roles.${invitation.role}`),
        until: format.dayTime(invitation.expiresAt),
      })}
      foot={t("foot")}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          accept.mutate();
        }}
      >
        {me ? (
          <p>{t("invitation.as", { name: me.name, email: me.email })}</p>
        ) : (
          <AccountFields
            value={account}
            onChange={setAccount}
            errors={fieldErrors(accept.error)}
            fixedEmail
          />
        )}
        <ErrorPanel error={accept.error} />
        <Button type="submit" size="md" loading={accept.isPending}>
          {t("invitation.accept")}
        </Button>
        {!me && (
          <Link to="/sign-in" className="pv-s">
            {t("invitation.haveAccount")}
          </Link>
        )}
      </form>
    </Door>
  );
}
