import { Textarea, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Form } from "@/components/Form";
import { Query } from "@/components/Query";
import { Rows } from "@/components/Rows";
import { Section } from "@/components/Section";
import { toast } from "@/components/toast";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useProblem } from "@/i18n/useProblem";
import { type Platform, type PlatformFields, platformQuery, useSaveDocument } from "@/queries/strategy";
import classes from "./Document.module.css";
import { StrategyPage } from "./StrategyPage";
import { VersionPicker } from "./VersionPicker";

export default function PlatformPage() {
  const { t } = useTranslation("strategy");
  const { id } = useWorkspace();
  const [version, setVersion] = useState<number | undefined>();
  const platform = useQuery(platformQuery(id, version));
  return (
    <StrategyPage>
      <Section
        title={t("platform.title")}
        says={t("platform.says")}
        actions={<VersionPicker which="platform" value={version} onChange={setVersion} />}
      >
        <Query of={platform} height={400}>
          {(data) => (
            <PlatformForm key={`${data.version.number}`} platform={data} old={version !== undefined} />
          )}
        </Query>
      </Section>
    </StrategyPage>
  );
}

const essays = ["mission", "vision", "promise", "positioning", "wantedImage"] as const;

function PlatformForm({ platform, old }: { platform: Platform; old: boolean }) {
  const { t } = useTranslation("strategy");
  const { id, may } = useWorkspace();
  const { fieldErrors } = useProblem();
  const { version, ...fields } = platform;
  const { value, set, text } = useFields<PlatformFields>(fields);
  const save = useSaveDocument<PlatformFields>("platform", id);
  const errors = fieldErrors(save.error);
  return (
    <Form
      onSubmit={() =>
        save.mutate(
          { fields: value, baseVersion: version.number },
          { onSuccess: () => toast.done(t("versions.added")) },
        )
      }
      error={save.error}
      pending={save.isPending}
      submit={t("versions.save")}
      disabled={old || !may("strategy.write")}
    >
      {old && <p className={classes.old}>{t("versions.old", { number: version.number })}</p>}
      <div className={classes.columns}>
        {essays.map((field) => (
          <Textarea
            key={field}
            label={t(`platform.${field}`)}
            description={t(`platform.${field}Says`)}
            autosize
            minRows={2}
            {...text(field)}
            error={errors[field]}
          />
        ))}
        <Rows
          label={t("platform.values")}
          rows={value.values}
          onChange={(values) => set({ values })}
          blank={{ name: "", meaning: "" }}
          addLabel={t("platform.addValue")}
        >
          {(one, change, i) => (
            <>
              <TextInput
                aria-label={t("platform.valueName")}
                placeholder={t("platform.valueName")}
                value={one.name}
                onChange={(e) => change({ name: e.currentTarget.value })}
                error={errors[`values.${i}.name`]}
              />
              <Textarea
                autosize
                minRows={1}
                aria-label={t("platform.valueMeaning")}
                placeholder={t("platform.valueMeaning")}
                style={{ flex: "2 1 200px" }}
                value={one.meaning}
                onChange={(e) => change({ meaning: e.currentTarget.value })}
              />
            </>
          )}
        </Rows>
        <KeyMessages value={value} set={set} errors={errors} />
      </div>
    </Form>
  );
}

interface MessagesProps {
  value: PlatformFields;
  set: (change: Partial<PlatformFields>) => void;
  errors: Record<string, string>;
}

/** Sentences the brand repeats, each with what proves it. */
function KeyMessages({ value, set, errors }: MessagesProps) {
  const { t } = useTranslation("strategy");
  return (
    <Rows
      label={t("platform.messages")}
      description={t("platform.messagesSay")}
      rows={value.keyMessages}
      onChange={(keyMessages) => set({ keyMessages })}
      blank={{ text: "", proofs: [] as { text: string; source: string }[] }}
      addLabel={t("platform.addMessage")}
    >
      {(message, change, i) => (
        <>
          <Textarea
            aria-label={t("platform.message")}
            placeholder={t("platform.message")}
            autosize
            minRows={1}
            style={{ flexBasis: "100%" }}
            value={message.text}
            onChange={(e) => change({ text: e.currentTarget.value })}
            error={errors[`keyMessages.${i}.text`]}
          />
          <Rows
            label={t("platform.proofs")}
            rows={message.proofs}
            onChange={(proofs) => change({ proofs })}
            blank={{ text: "", source: "" }}
            addLabel={t("platform.addProof")}
          >
            {(proof, changeProof, k) => (
              <>
                <TextInput
                  aria-label={t("platform.proof")}
                  placeholder={t("platform.proof")}
                  value={proof.text}
                  onChange={(e) => changeProof({ text: e.currentTarget.value })}
                  error={errors[`keyMessages.${i}.proofs.${k}.text`]}
                />
                <TextInput
                  aria-label={t("platform.source")}
                  placeholder={t("platform.source")}
                  value={proof.source}
                  onChange={(e) => changeProof({ source: e.currentTarget.value })}
                />
              </>
            )}
          </Rows>
        </>
      )}
    </Rows>
  );
}
