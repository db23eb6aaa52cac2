import { Button, SegmentedControl } from "@mantine/core";
import "@/theme/mantine-forms.css";
import { IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { objectivesQuery } from "@/queries/strategy";
import { ObjectiveForm } from "./ObjectiveForm";
import { ObjectiveTable } from "./ObjectiveTable";
import { StrategyPage } from "./StrategyPage";

export default function ObjectivesPage() {
  const { t } = useTranslation("strategy");
  const { id, may } = useWorkspace();
  const [archived, setArchived] = useState(false);
  const [adding, setAdding] = useState(false);
  const objectives = useQuery(objectivesQuery(id, archived));
  const add = may("strategy.write") && (
    <Button
      leftSection={<IconTargetArrow size={16} stroke={1.75} aria-hidden />}
      onClick={() => setAdding(true)}
    >
      {t("objectives.new")}
    </Button>
  );
  return (
    <StrategyPage actions={add}>
      <Section
        flush
        title={t("tabs.objectives")}
        actions={<ArchiveSwitch archived={archived} onChange={setArchived} />}
      >
        <Query of={objectives} height={240}>
          {(list) =>
            list.length ? (
              <ObjectiveTable objectives={list} />
            ) : (
              <EmptyState
                bare
                title={t(archived ? "items.noneArchived" : "objectives.empty")}
                actions={!archived && add}
              >
                {!archived && t("objectives.emptyWhy")}
              </EmptyState>
            )
          }
        </Query>
      </Section>
      {adding && <ObjectiveForm onClose={() => setAdding(false)} />}
    </StrategyPage>
  );
}

/** In use, or put away. */
export function ArchiveSwitch({
  archived,
  onChange,
}: {
  archived: boolean;
  onChange: (archived: boolean) => void;
}) {
  const { t } = useTranslation("strategy");
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("items.which")}
      value={archived ? "archived" : "used"}
      onChange={(value) => onChange(value === "archived")}
      data={[
        { value: "used", label: t("items.used") },
        { value: "archived", label: t("items.archived") },
      ]}
    />
  );
}
