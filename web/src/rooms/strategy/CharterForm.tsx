import { NumberInput, SegmentedControl, Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Form, Line } from "@/components/Form";
import { networkName } from "@/components/NetworkBadge";
import { Rows } from "@/components/Rows";
import { toast } from "@/components/toast";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { networksQuery } from "@/queries/channels";
import { type Charter, type CharterFields, emojiPolicies, useSaveDocument } from "@/queries/strategy";
import classes from "./Document.module.css";

/** How the brand speaks. Saving adds a version; an old one is read, and can be taken up again by saving it. */
export function CharterForm({ charter, old }: { charter: Charter; old: boolean }) {
  const { t } = useTranslation("strategy");
  const { id, may } = useWorkspace();
  const { data: networks } = useQuery(networksQuery(id));
  const { fieldErrors } = useProblem();
  const { version, ...fields } = charter;
  const { value, set } = useFields<CharterFields>(fields);
  const save = useSaveDocument<CharterFields>("charter", id);
  const errors = fieldErrors(save.error);
  const used = [...value.tones.map((tone) => tone.network), ...value.rhythms.map((rhythm) => rhythm.network)];
  const names = [...new Set([...(networks ?? []).map((n) => n.name), ...used])].filter(Boolean);
  const choices = names.map((name) => ({ value: name, label: networkName(name) }));
  const submit = () =>
    save.mutate(
      { fields: value, baseVersion: version.number },
      { onSuccess: () => toast.done(t("versions.added")) },
    );
  return (
    <Form
      onSubmit={submit}
      error={save.error}
      pending={save.isPending}
      submit={t("versions.save")}
      disabled={old || !may("strategy.write")}
    >
      {old && <p className={classes.old}>{t("versions.old", { number: version.number })}</p>}
      <div className={classes.columns}>
        <Rows
          label={t("charter.tones")}
          description={t("charter.tonesSay")}
          rows={value.tones}
          onChange={(tones) => set({ tones })}
          blank={{ network: "", text: "" }}
          addLabel={t("charter.addTone")}
        >
          {(tone, change, i) => (
            <>
              <Select
                aria-label={t("charter.network")}
                placeholder={t("charter.everywhere")}
                clearable
                data={choices}
                value={tone.network || null}
                onChange={(network) => change({ network: network ?? "" })}
                error={errors[`tones.${i}.network`]}
              />
              <Textarea
                aria-label={t("charter.tone")}
                autosize
                minRows={2}
                style={{ flex: "3 1 220px" }}
                value={tone.text}
                onChange={(e) => change({ text: e.currentTarget.value })}
                error={errors[`tones.${i}.text`]}
              />
            </>
          )}
        </Rows>
        <Rows
          label={t("charter.avoid")}
          description={t("charter.avoidSay")}
          rows={value.avoid}
          onChange={(avoid) => set({ avoid })}
          blank={{ word: "", suggestion: "" }}
          addLabel={t("charter.addWord")}
        >
          {(word, change, i) => (
            <>
              <TextInput
                aria-label={t("charter.word")}
                placeholder={t("charter.word")}
                value={word.word}
                onChange={(e) => change({ word: e.currentTarget.value })}
                error={errors[`avoid.${i}.word`]}
              />
              <TextInput
                aria-label={t("charter.suggestion")}
                placeholder={t("charter.suggestion")}
                value={word.suggestion}
                onChange={(e) => change({ suggestion: e.currentTarget.value })}
              />
            </>
          )}
        </Rows>
        <TagsInput
          label={t("charter.use")}
          description={t("charter.useSay")}
          value={value.use}
          onChange={(use) => set({ use })}
          acceptValueOnBlur
          splitChars={[";"]}
          error={errors.use}
        />
        <Rows
          label={t("charter.mentions")}
          description={t("charter.mentionsSay")}
          rows={value.mentions}
          onChange={(mentions) => set({ mentions })}
          blank={{ name: "", text: "", when: "" }}
          addLabel={t("charter.addMention")}
        >
          {(mention, change, i) => (
            <>
              <TextInput
                aria-label={t("charter.mentionName")}
                placeholder={t("charter.mentionName")}
                value={mention.name}
                onChange={(e) => change({ name: e.currentTarget.value })}
                error={errors[`mentions.${i}.name`]}
              />
              <TextInput
                aria-label={t("charter.mentionWhen")}
                placeholder={t("charter.mentionWhen")}
                value={mention.when}
                onChange={(e) => change({ when: e.currentTarget.value })}
              />
              <Textarea
                aria-label={t("charter.mentionText")}
                placeholder={t("charter.mentionText")}
                autosize
                minRows={2}
                style={{ flexBasis: "100%" }}
                value={mention.text}
                onChange={(e) => change({ text: e.currentTarget.value })}
                error={errors[`mentions.${i}.text`]}
              />
            </>
          )}
        </Rows>
        <Rows
          label={t("charter.hashtags")}
          rows={value.hashtags}
          onChange={(hashtags) => set({ hashtags })}
          blank={{ name: "", tags: [] as string[] }}
          addLabel={t("charter.addGroup")}
        >
          {(group, change, i) => (
            <>
              <TextInput
                aria-label={t("charter.groupName")}
                placeholder={t("charter.groupName")}
                value={group.name}
                onChange={(e) => change({ name: e.currentTarget.value })}
                error={errors[`hashtags.${i}.name`]}
              />
              <TagsInput
                aria-label={t("charter.tags")}
                placeholder="#"
                style={{ flex: "3 1 220px" }}
                acceptValueOnBlur
                value={group.tags}
                onChange={(tags) => change({ tags })}
              />
            </>
          )}
        </Rows>
        <Rows
          label={t("charter.rhythms")}
          description={t("charter.rhythmsSay")}
          rows={value.rhythms}
          onChange={(rhythms) => set({ rhythms })}
          blank={{ network: names[0] ?? "page", perWeek: 3 }}
          addLabel={t("charter.addRhythm")}
        >
          {(rhythm, change, i) => (
            <>
              <Select
                aria-label={t("charter.network")}
                data={choices}
                allowDeselect={false}
                value={rhythm.network}
                onChange={(network) => network && change({ network })}
                error={errors[`rhythms.${i}.network`]}
              />
              <NumberInput
                aria-label={t("charter.perWeek")}
                suffix={t("charter.perWeekSuffix")}
                min={0}
                max={500}
                value={rhythm.perWeek}
                onChange={(v) => change({ perWeek: Number(v) })}
                error={errors[`rhythms.${i}.perWeek`]}
              />
            </>
          )}
        </Rows>
        <div>
          <p className="pv-s pv-b">{t("charter.emoji")}</p>
          <Line>
            <SegmentedControl
              aria-label={t("charter.emoji")}
              value={value.emoji.policy}
              onChange={(policy) =>
                set({ emoji: { ...value.emoji, policy: policy as CharterFields["emoji"]["policy"] } })
              }
              data={emojiPolicies.map((policy) => ({
                value: policy,
                label: t(`charter.policies.${policy}`),
              }))}
            />
            <TextInput
              aria-label={t("charter.emojiNote")}
              placeholder={t("charter.emojiNote")}
              value={value.emoji.note}
              onChange={(e) => set({ emoji: { ...value.emoji, note: e.currentTarget.value } })}
            />
          </Line>
        </div>
      </div>
    </Form>
  );
}
