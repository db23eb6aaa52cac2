import { Checkbox, Radio, Switch } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, inside } from "@/api/client";
import { Form } from "@/components/Form";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { toast } from "@/components/toast";
import { useFields } from "@/components/useFields";
import { useWorkspace } from "@/frame/workspace";
import { governanceKeys, type Policy, policyQuery } from "@/queries/governance";
import { SettingsPage } from "./SettingsPage";

const approvers = ["owner", "manager", "approver"];
const margins = ["none", "same_day", "any"] as const;

/** How posts are approved before they leave. */
export default function ApprovalPage() {
  const { t } = useTranslation("settings");
  const { id } = useWorkspace();
  const policy = useQuery(policyQuery(id));
  return (
    <SettingsPage>
      <Section title={t("approval.title")} says={t("approval.says")}>
        <Query of={policy} height={260}>
          {(data) => <PolicyForm policy={data} />}
        </Query>
      </Section>
    </SettingsPage>
  );
}

function PolicyForm({ policy }: { policy: Policy }) {
  const { t } = useTranslation("settings");
  const { id, may } = useWorkspace();
  const client = useQueryClient();
  const { value, set } = useFields<Policy>({
    required: policy.required,
    ownApproval: policy.ownApproval,
    roles: policy.roles,
    margin: policy.margin,
  });
  const save = useMutation({
    mutationFn: () => api.put<Policy>(inside(id, "approval-policy"), value),
    onSuccess: (saved) => {
      client.setQueryData(governanceKeys.policy(id), saved);
      toast.done(t("common:saved"));
    },
  });
  return (
    <Form
      onSubmit={save.mutate}
      error={save.error}
      pending={save.isPending}
      disabled={!may("workspace.manage")}
    >
      <Switch
        label={t("approval.required")}
        description={t("approval.requiredSays")}
        checked={value.required}
        onChange={(e) => set({ required: e.currentTarget.checked })}
      />
      <Checkbox.Group label={t("approval.roles")} value={value.roles} onChange={(roles) => set({ roles })}>
        <div className="pv-row pv-wrap" style={{ gap: 16, marginTop: 4 }}>
          {approvers.map((role) => (
            <Checkbox key={role} value={role} label={t(`common:roles.${role}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Switch
        label={t("approval.own")}
        description={t("approval.ownSays")}
        checked={value.ownApproval}
        onChange={(e) => set({ ownApproval: e.currentTarget.checked })}
      />
      <Radio.Group
        label={t("approval.margin")}
        value={value.margin}
        onChange={(margin) => set({ margin: margin as Policy["margin"] })}
      >
        <div className="pv-col" style={{ marginTop: 6 }}>
          {margins.map((margin) => (
            <Radio key={margin} value={margin} label={t(`approval.margins.${margin}`)} />
          ))}
        </div>
      </Radio.Group>
    </Form>
  );
}
