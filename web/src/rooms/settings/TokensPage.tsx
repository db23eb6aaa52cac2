import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { Confirm } from "@/components/Confirm";
import { CopyField } from "@/components/CopyField";
import { Dialog } from "@/components/Dialog";
import { EmptyState } from "@/components/EmptyState";
import { Form } from "@/components/Form";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import { identityKeys, type Token, tokensQuery } from "@/queries/identity";
import { SettingsPage } from "./SettingsPage";
import classes from "./Tokens.module.css";

export default function TokensPage() {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const tokens = useQuery(tokensQuery(id));
  const [making, setMaking] = useState(false);
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={() => setMaking(true)}>
      {t("tokens.make")}
    </Button>
  );
  return (
    <SettingsPage>
      <Section
        flush
        title={t("tokens.title")}
        says={t("tokens.says")}
        actions={tokens.data?.length ? add : null}
      >
        <Query of={tokens}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState bare title={t("tokens.empty")} actions={add}>
                {t("tokens.emptyWhy")}
              </EmptyState>
            ) : (
              <ul>
                {list.map((token) => (
                  <TokenRow key={token.id} token={token} />
                ))}
              </ul>
            )
          }
        </Query>
      </Section>
      {making && <TokenDialog onClose={() => setMaking(false)} />}
    </SettingsPage>
  );
}

function TokenRow({ token }: { token: Token }) {
  const { t } = useTranslation("settings");
  const { id, me } = useWorkspace();
  const format = useFormat();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => api.delete(inside(id, "tokens", token.id)),
    onSuccess: () => client.invalidateQueries({ queryKey: identityKeys.tokens(id) }),
  });
  return (
    <li className="pv-row" style={{ gap: 12 }}>
      <div className="pv-grow">
        <p className="pv-s pv-b">
          {token.name} <span className={classes.hint}>pv_…{token.hint}</span>
        </p>
        <p className="pv-xs pv-3">
          {token.userId !== me.id && `${token.userName} · `}
          {t("tokens.scopeCount", { count: token.scopes.length })} ·{" "}
          {token.lastUsedAt
            ? t("tokens.used", { when: format.near(token.lastUsedAt) })
            : t("tokens.neverUsed")}
          {token.expiresAt && ` · ${t("tokens.until", { date: format.date(token.expiresAt) })}`}
        </p>
      </div>
      <Button size="compact-sm" variant="default" data-tone="danger" onClick={() => setAsking(true)}>
        {t("tokens.revoke")}
      </Button>
      {asking && (
        <Confirm
          title={t("tokens.revokeTitle", { name: token.name })}
          confirm={t("tokens.revoke")}
          onConfirm={revoke.mutate}
          onClose={() => setAsking(false)}
          pending={revoke.isPending}
          error={revoke.error}
        >
          <p>{t("tokens.revokeSays")}</p>
        </Confirm>
      )}
    </li>
  );
}

const day = 86_400_000;

function TokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const { id, permissions } = useWorkspace();
  const client = useQueryClient();
  const { fieldErrors } = useProblem();
  const { value, set, text, pick } = useFields({ name: "", scopes: [] as string[], days: "90" });
  const make = useMutation({
    mutationFn: () =>
      api.post<{ secret: string }>(inside(id, "tokens"), {
        name: value.name,
        scopes: value.scopes,
        expiresAt:
          value.days === "0" ? undefined : new Date(Date.now() + Number(value.days) * day).toISOString(),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: identityKeys.tokens(id) }),
  });
  const errors = fieldErrors(make.error);
  return (
    <Dialog opened onClose={onClose} title={t("tokens.make")} closeOnClickOutside={!make.data}>
      {make.data ? (
        <div className="pv-col" style={{ gap: 14 }}>
          <p>{t("tokens.once")}</p>
          <CopyField label={t("tokens.secret")} value={make.data.secret} />
        </div>
      ) : (
        <Form
          onSubmit={make.mutate}
          error={make.error}
          pending={make.isPending}
          submit={t("tokens.make")}
          onCancel={onClose}
          disabled={value.scopes.length === 0}
        >
          <TextInput
            label={t("tokens.name")}
            placeholder={t("tokens.nameHint")}
            required
            withAsterisk={false}
            data-autofocus
            {...text("name")}
            error={errors.name}
          />
          <Select
            label={t("tokens.life")}
            data={["30", "90", "365", "0"].map((days) => ({ value: days, label: t(`tokens.lives.${days}`) }))}
            allowDeselect={false}
            {...pick("days")}
          />
          <Checkbox.Group
            label={t("tokens.scopes")}
            value={value.scopes}
            onChange={(scopes) => set({ scopes })}
            error={errors.scopes}
          >
            <div className={classes.scopes}>
              {permissions.map((permission) => (
                <Checkbox
                  key={permission}
                  value={permission}
                  label={t(`permissions.${permission.replace(".", "_")}`)}
                />
              ))}
            </div>
          </Checkbox.Group>
        </Form>
      )}
    </Dialog>
  );
}
