import { Checkbox, SegmentedControl } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { IconMail, IconMailOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { ErrorPanel } from "@/components/ErrorPanel";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import {
  type Choice,
  mailTroublesQuery,
  type NotificationSettings,
  notificationSettingsQuery,
  notifyKeys,
} from "@/queries/notify";
import classes from "./Notifications.module.css";
import { SettingsPage } from "./SettingsPage";

/** What one wants to be told, and how; each change is kept at once. */
export default function NotificationsPage() {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const settings = useQuery(notificationSettingsQuery(id));
  return (
    <SettingsPage>
      <Section flush title={t("notify.title")} says={t("notify.says")}>
        <Query of={settings} height={280}>
          {(data) => <Choices settings={data} />}
        </Query>
      </Section>
      {settings.data && <MailState ready={settings.data.mailReady} />}
    </SettingsPage>
  );
}

function Choices({ settings }: { settings: NotificationSettings }) {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const client = useQueryClient();
  const key = notifyKeys.settings(id);
  const save = useMutation({
    mutationFn: (choices: Choice[]) =>
      api.put<NotificationSettings>(inside(id, "notification-settings"), { zone: settings.zone, choices }),
    onMutate: (choices) => client.setQueryData(key, { ...settings, choices }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const change = (kind: string, part: Partial<Choice>) =>
    save.mutate(settings.choices.map((choice) => (choice.kind === kind ? { ...choice, ...part } : choice)));
  return (
    <>
      <ErrorPanel error={save.error} />
      <ul>
        {settings.choices.map((choice) => (
          <li key={choice.kind} className={classes.row}>
            <div>
              <p className="pv-s pv-b">{t(`common:notifications.kinds.${choice.kind}`)}</p>
              <p className="pv-xs pv-3">{t(`notify.kinds.${choice.kind}`)}</p>
            </div>
            <Checkbox
              label={t("notify.inApp")}
              aria-label={`${t("notify.inApp")} : ${t(`common:notifications.kinds.${choice.kind}`)}`}
              checked={choice.inApp}
              onChange={(e) => change(choice.kind, { inApp: e.currentTarget.checked })}
            />
            <SegmentedControl
              size="xs"
              aria-label={`${t("notify.mail")} : ${t(`common:notifications.kinds.${choice.kind}`)}`}
              value={choice.mail}
              onChange={(mail) => change(choice.kind, { mail: mail as Choice["mail"] })}
              data={(["now", "digest", "never"] as const).map((mode) => ({
                value: mode,
                label: t(`notify.modes.${mode}`),
              }))}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Whether mail can leave, and what has not. */
function MailState({ ready }: { ready: boolean }) {
  const { t } = useTranslation("settings");
  const { id, may } = useWorkspace();
  const format = useFormat();
  const { data: troubles } = useQuery({ ...mailTroublesQuery(id), enabled: may("workspace.manage") });
  const Mark = ready ? IconMail : IconMailOff;
  return (
    <Section title={t("mail.title")}>
      <p className="pv-row pv-s">
        <Mark size={16} stroke={1.75} className={ready ? "pv-green" : "pv-amber"} aria-hidden />
        {t(ready ? "mail.ready" : "mail.absent")}
      </p>
      {troubles && troubles.length > 0 && (
        <ul className={classes.troubles}>
          {troubles.map((trouble) => (
            <li key={trouble.id} className="pv-s">
              <strong className={trouble.state === "failed" ? "pv-red" : "pv-amber"}>
                {t(`mail.states.${trouble.state}`)}
              </strong>{" "}
              {format.near(trouble.at)} · {t("mail.tries", { count: trouble.tries })} · {trouble.error}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
