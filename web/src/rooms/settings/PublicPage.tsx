import { Button, Select, Switch, Textarea, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { IconExternalLink } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { CopyField } from "@/components/CopyField";
import { ErrorPanel } from "@/components/ErrorPanel";
import { Form, Line } from "@/components/Form";
import { Query } from "@/components/Query";
import { Rows } from "@/components/Rows";
import { Section } from "@/components/Section";
import { toast } from "@/components/toast";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { zoneList } from "@/pages/zones";
import { type Site, type SiteFields, siteQuery, useSaveSite } from "@/queries/site";
import { PictureField } from "./PictureField";
import { SettingsPage } from "./SettingsPage";

const zones = zoneList();

/** The face of the brand's own public page. */
export default function PublicPage() {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const site = useQuery(siteQuery(id));
  return (
    <SettingsPage>
      <Section
        title={t("page.title")}
        says={t("page.says")}
        actions={
          site.data && (
            <>
              <PreviewButton />
              <Button
                component="a"
                href={site.data.url}
                target="_blank"
                rel="noreferrer"
                variant="default"
                leftSection={<IconExternalLink size={16} stroke={1.75} aria-hidden />}
              >
                {t("page.visit")}
              </Button>
            </>
          )
        }
      >
        <Query of={site} height={420}>
          {(data) => <SiteForm key={data.version} site={data} />}
        </Query>
      </Section>
      <KeySection />
    </SettingsPage>
  );
}

function SiteForm({ site }: { site: Site }) {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const { fieldErrors } = useProblem();
  const { slug, name, headline, bio, imprint, language, zone, tone, links, open } = site;
  const { value, set, text, pick } = useFields<SiteFields>({
    slug,
    name,
    headline,
    bio,
    imprint,
    language,
    zone,
    tone,
    links,
    open,
  });
  const [avatarId, setAvatar] = useState(site.avatar?.assetId ?? "");
  const [coverId, setCover] = useState(site.cover?.assetId ?? "");
  const save = useSaveSite(id);
  const errors = fieldErrors(save.error);
  const submit = () =>
    save.mutate(
      { ...value, avatarId, coverId, baseVersion: site.version },
      { onSuccess: () => toast.done(t("common:saved")) },
    );
  return (
    <Form onSubmit={submit} error={save.error} pending={save.isPending}>
      <Switch
        label={t("page.open")}
        description={t("page.openSays")}
        checked={value.open}
        onChange={(e) => set({ open: e.currentTarget.checked })}
      />
      <Line>
        <TextInput label={t("workspace.name")} {...text("name")} error={errors.name} />
        <TextInput label={t("workspace.slug")} description={site.url} {...text("slug")} error={errors.slug} />
      </Line>
      <TextInput label={t("page.headline")} {...text("headline")} error={errors.headline} />
      <Textarea label={t("page.bio")} autosize minRows={3} {...text("bio")} error={errors.bio} />
      <Line>
        <PictureField label={t("page.avatar")} value={avatarId} onChange={setAvatar} />
        <PictureField label={t("page.cover")} value={coverId} onChange={setCover} />
      </Line>
      <Rows
        label={t("page.links")}
        rows={value.links}
        onChange={(list) => set({ links: list })}
        blank={{ url: "", label: "", note: "", icon: "" }}
        addLabel={t("page.addLink")}
      >
        {(link, change, i) => (
          <>
            <TextInput
              aria-label={t("page.linkLabel")}
              placeholder={t("page.linkLabel")}
              value={link.label}
              onChange={(e) => change({ label: e.currentTarget.value })}
              error={errors[`links.${i}.label`]}
            />
            <TextInput
              aria-label={t("page.linkUrl")}
              placeholder="https://"
              type="url"
              value={link.url}
              onChange={(e) => change({ url: e.currentTarget.value })}
              error={errors[`links.${i}.url`]}
            />
            <TextInput
              aria-label={t("page.linkNote")}
              placeholder={t("page.linkNote")}
              value={link.note ?? ""}
              onChange={(e) => change({ note: e.currentTarget.value })}
              error={errors[`links.${i}.note`]}
            />
          </>
        )}
      </Rows>
      <Line>
        <Select
          label={t("page.tone")}
          allowDeselect={false}
          data={site.choices.tones.map((one) => ({ value: one, label: t(`page.tones.${one}`) }))}
          {...pick("tone")}
        />
        <Select
          label={t("page.language")}
          allowDeselect={false}
          data={site.choices.languages.map((one) => ({
            value: one,
            label: one === "fr" ? "Français" : "English",
          }))}
          {...pick("language")}
        />
        <Select
          label={t("workspace.zone")}
          searchable
          allowDeselect={false}
          data={zones}
          {...pick("zone")}
          error={errors.zone}
        />
      </Line>
      <Textarea
        label={t("page.imprint")}
        description={t("page.imprintSays")}
        autosize
        minRows={1}
        {...text("imprint")}
        error={errors.imprint}
      />
    </Form>
  );
}

/** Opens the page as it is, even while it is closed to others. */
function PreviewButton() {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const preview = useMutation({
    mutationFn: () => api.get<{ url: string }>(inside(id, "site", "preview")),
    onSuccess: ({ url }) => window.open(url, "_blank", "noopener"),
  });
  return (
    <Button variant="subtle" loading={preview.isPending} onClick={() => preview.mutate()}>
      {t("page.preview")}
    </Button>
  );
}

/** A new publishing key, for a page that is served elsewhere. */
function KeySection() {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const rotate = useMutation({ mutationFn: () => api.post<{ key: string }>(inside(id, "site", "key")) });
  return (
    <Section
      title={t("page.key")}
      says={t("page.keySays")}
      actions={
        <Button variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
          {t("page.newKey")}
        </Button>
      }
    >
      <ErrorPanel error={rotate.error} />
      {rotate.data && <CopyField label={t("page.keyOnce")} value={rotate.data.key} />}
    </Section>
  );
}
