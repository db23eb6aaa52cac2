import { Button, PasswordInput, Select, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { IconDeviceLaptop, IconDeviceMobile } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ErrorPanel } from "@/components/ErrorPanel";
import { Form, Line } from "@/components/Form";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { toast } from "@/components/toast";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { type Language, setLanguage } from "@/i18n/i18n";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import { identityKeys, type Session, sessionsQuery, useChangeMe } from "@/queries/identity";
import { SecondFactor } from "./SecondFactor";
import { SettingsPage } from "./SettingsPage";

export default function SecurityPage() {
  const { t } = useTranslation("settings");
  const { me } = useWorkspace();
  return (
    <SettingsPage>
      <ProfileSection />
      {me.email ? (
        <>
          <PasswordSection />
          <SecondFactor />
        </>
      ) : (
        <Section title={t("security.sample")} says={t("security.sampleSays")} />
      )}
      <SessionsSection />
    </SettingsPage>
  );
}

function ProfileSection() {
  const { t } = useTranslation("settings");
  const { me } = useWorkspace();
  const { fieldErrors } = useProblem();
  const { value, text, pick } = useFields({ name: me.name, locale: me.locale });
  const change = useChangeMe();
  const save = () =>
    change.mutate(value, {
      onSuccess: () => {
        toast.done(t("common:saved"));
        void setLanguage(value.locale as Language);
      },
    });
  return (
    <Section title={t("security.profile")} says={me.email}>
      <Form onSubmit={save} error={change.error} pending={change.isPending}>
        <Line>
          <TextInput
            label={t("security.name")}
            {...text("name")}
            error={fieldErrors(change.error).name}
            autoComplete="name"
          />
          <Select
            label={t("security.language")}
            data={[
              { value: "fr", label: "Français" },
              { value: "en", label: "English" },
            ]}
            allowDeselect={false}
            {...pick("locale")}
          />
        </Line>
      </Form>
    </Section>
  );
}

function PasswordSection() {
  const { t } = useTranslation("settings");
  const { fieldErrors } = useProblem();
  const client = useQueryClient();
  const { value, setValue, text } = useFields({ password: "", newPassword: "" });
  const change = useMutation({
    mutationFn: () => api.post("/me/password", value),
    onSuccess: () => {
      setValue({ password: "", newPassword: "" });
      toast.done(t("security.passwordChanged"));
      return client.invalidateQueries({ queryKey: identityKeys.sessions });
    },
  });
  const errors = fieldErrors(change.error);
  return (
    <Section title={t("security.password")} says={t("security.passwordSays")}>
      <Form
        onSubmit={change.mutate}
        error={change.error}
        pending={change.isPending}
        submit={t("security.changePassword")}
        disabled={!value.password || !value.newPassword}
      >
        <Line>
          <PasswordInput
            label={t("security.current")}
            autoComplete="current-password"
            {...text("password")}
            error={errors.password}
            visibilityToggleButtonProps={{ "aria-label": t("security.show") }}
          />
          <PasswordInput
            label={t("security.new")}
            autoComplete="new-password"
            {...text("newPassword")}
            error={errors.newPassword}
            visibilityToggleButtonProps={{ "aria-label": t("security.show") }}
          />
        </Line>
      </Form>
    </Section>
  );
}

function SessionsSection() {
  const { t } = useTranslation("settings");
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const onSuccess = () => client.invalidateQueries({ queryKey: identityKeys.sessions });
  const end = useMutation({ mutationFn: (id: string) => api.delete(`/me/sessions/${id}`), onSuccess });
  const endOthers = useMutation({ mutationFn: () => api.delete("/me/sessions"), onSuccess });
  const others = (sessions.data?.length ?? 0) > 1;
  return (
    <Section
      flush
      title={t("sessions.title")}
      says={t("sessions.says")}
      actions={
        others && (
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            {t("sessions.endOthers")}
          </Button>
        )
      }
    >
      <ErrorPanel error={end.error ?? endOthers.error} />
      <Query of={sessions}>
        {(list) => (
          <ul>
            {list.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
            ))}
          </ul>
        )}
      </Query>
    </Section>
  );
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const Mark = /Mobile|Android|iPhone/.test(session.userAgent) ? IconDeviceMobile : IconDeviceLaptop;
  return (
    <li className="pv-row" style={{ gap: 12 }}>
      <Mark size={20} stroke={1.6} aria-hidden />
      <div className="pv-grow">
        <p className="pv-s pv-b">
          {browserOf(session.userAgent) ?? t("sessions.unknown")}
          {session.current && <span className="pv-green"> · {t("sessions.current")}</span>}
        </p>
        <p className="pv-xs pv-3">
          {t("sessions.facts", { address: session.address, seen: format.near(session.lastSeenAt) })}
        </p>
      </div>
      {!session.current && (
        <Button size="compact-sm" variant="default" onClick={onEnd}>
          {t("sessions.end")}
        </Button>
      )}
    </li>
  );
}

/** “Firefox, Windows”: enough to recognise one's own machines. */
function browserOf(agent: string): string | undefined {
  const browser = agent
    .match(/(Firefox|Edg|OPR|Chrome|Safari|curl)\//)?.[1]
    ?.replace("Edg", "Edge")
    .replace("OPR", "Opera");
  const system = agent
    .match(/(Windows|Android|iPhone|iPad|Mac OS X|Linux)/)?.[1]
    ?.replace("Mac OS X", "macOS");
  return [browser, system].filter(Boolean).join(", ") || undefined;
}
