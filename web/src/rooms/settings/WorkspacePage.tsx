import { Button, Select, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { Confirm } from "@/components/Confirm";
import { Form, Line } from "@/components/Form";
import { Section } from "@/components/Section";
import { toast } from "@/components/toast";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { zoneList } from "@/pages/zones";
import { lossesQuery, useRemoveWorkspace } from "@/queries/identity";
import { SettingsPage } from "./SettingsPage";

const zones = zoneList();

export default function WorkspacePage() {
  const { t } = useTranslation("settings");
  const workspace = useWorkspace();
  const client = useQueryClient();
  const { fieldErrors } = useProblem();
  const { value, text, pick } = useFields({
    name: workspace.name,
    slug: workspace.slug,
    zone: workspace.zone,
    locale: workspace.locale,
  });
  const save = useMutation({
    mutationFn: () => api.patch(inside(workspace.id), value),
    onSuccess: () => {
      toast.done(t("common:saved"));
      return client.invalidateQueries({ queryKey: ["me"] });
    },
  });
  const errors = fieldErrors(save.error);
  const may = workspace.may("workspace.manage");
  return (
    <SettingsPage>
      <Section title={t("workspace.title")} says={t("workspace.says")}>
        <Form onSubmit={save.mutate} error={save.error} pending={save.isPending} disabled={!may}>
          <Line>
            <TextInput
              label={t("workspace.name")}
              required
              withAsterisk={false}
              {...text("name")}
              error={errors.name}
              readOnly={!may}
            />
            <TextInput
              label={t("workspace.slug")}
              description={t("workspace.slugWhy")}
              {...text("slug")}
              error={errors.slug}
              readOnly={!may}
            />
          </Line>
          <Line>
            <Select
              label={t("workspace.zone")}
              searchable
              data={zones}
              {...pick("zone")}
              error={errors.zone}
              readOnly={!may}
            />
            <Select
              label={t("workspace.locale")}
              data={[
                { value: "fr", label: "Français" },
                { value: "en", label: "English" },
              ]}
              {...pick("locale")}
              readOnly={!may}
            />
          </Line>
        </Form>
      </Section>
      <Section
        title={t("workspace.another")}
        says={t("workspace.anotherSays")}
        actions={
          <Button component={Link} to="/new-workspace" variant="default">
            {t("workspace.create")}
          </Button>
        }
      />
      {workspace.may("workspace.remove") && <RemoveSection />}
    </SettingsPage>
  );
}

function RemoveSection() {
  const { t, i18n } = useTranslation("settings");
  const { id, name, sample } = useWorkspace();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState("");
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: losses } = useQuery({ ...lossesQuery(id), enabled: asking });
  const remove = useRemoveWorkspace(id);
  const onRemoved = () => {
    client.removeQueries();
    void navigate({ to: "/", replace: true });
  };
  return (
    <Section
      title={t("workspace.remove")}
      says={t("workspace.removeSays")}
      actions={
        <Button variant="default" data-tone="danger" onClick={() => setAsking(true)}>
          {t("workspace.remove")}
        </Button>
      }
    >
      {asking && (
        <Confirm
          title={t("workspace.removeTitle", { name })}
          confirm={t("workspace.removeDo")}
          onClose={() => setAsking(false)}
          onConfirm={() => remove.mutate(typed, { onSuccess: onRemoved })}
          pending={remove.isPending}
          error={remove.error}
          disabled={!sample && typed !== name}
        >
          <p>{t("workspace.removeLost")}</p>
          <ul style={{ listStyle: "disc", paddingLeft: 18 }}>
            {losses
              ?.filter((loss) => loss.count > 0 && i18n.exists(`common:losses.${loss.kind}_other`))
              .map((loss) => (
                <li key={loss.kind}>{t(`common:losses.${loss.kind}`, { count: loss.count })}</li>
              ))}
          </ul>
          {!sample && (
            <TextInput
              label={t("workspace.removeType", { name })}
              value={typed}
              onChange={(e) => setTyped(e.currentTarget.value)}
              autoComplete="off"
            />
          )}
        </Confirm>
      )}
    </Section>
  );
}
