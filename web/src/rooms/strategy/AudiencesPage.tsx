import { Button } from "@mantine/core";
import { IconUsersPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/components/EmptyState";
import { NetworkBadges } from "@/components/NetworkBadge";
import { Query } from "@/components/Query";
import { Section } from "@/components/Section";
import { useWorkspace } from "@/frame/workspace";
import { type Audience, audiencesQuery } from "@/queries/strategy";
import { AudienceForm } from "./AudienceForm";
import classes from "./Cards.module.css";
import { ArchiveSwitch } from "./ObjectivesPage";
import { StrategyPage } from "./StrategyPage";

export default function AudiencesPage() {
  const { t } = useTranslation("strategy");
  const { id, may } = useWorkspace();
  const [archived, setArchived] = useState(false);
  const [open, setOpen] = useState<Audience | "new" | null>(null);
  const audiences = useQuery(audiencesQuery(id, archived));
  const add = may("strategy.write") && (
    <Button
      leftSection={<IconUsersPlus size={16} stroke={1.75} aria-hidden />}
      onClick={() => setOpen("new")}
    >
      {t("audiences.new")}
    </Button>
  );
  return (
    <StrategyPage actions={add}>
      <Section
        title={t("tabs.audiences")}
        says={t("audiences.says")}
        actions={<ArchiveSwitch archived={archived} onChange={setArchived} />}
      >
        <Query of={audiences} height={240}>
          {(list) =>
            list.length ? (
              <ul className={classes.cards}>
                {list.map((audience) => (
                  <AudienceCard key={audience.id} audience={audience} onOpen={() => setOpen(audience)} />
                ))}
              </ul>
            ) : (
              <EmptyState
                bare
                title={t(archived ? "items.noneArchived" : "audiences.empty")}
                actions={!archived && add}
              >
                {!archived && t("audiences.emptyWhy")}
              </EmptyState>
            )
          }
        </Query>
      </Section>
      {open && <AudienceForm audience={open === "new" ? undefined : open} onClose={() => setOpen(null)} />}
    </StrategyPage>
  );
}

function AudienceCard({ audience, onOpen }: { audience: Audience; onOpen: () => void }) {
  const { t } = useTranslation("strategy");
  const age =
    audience.ageFrom !== null && audience.ageTo !== null
      ? t("audiences.age", { from: audience.ageFrom, to: audience.ageTo })
      : undefined;
  return (
    <li className={classes.card}>
      <h3>
        <button type="button" className={classes.open} onClick={onOpen}>
          {audience.name}
        </button>
      </h3>
      <p className="pv-s pv-3">
        {[age, audience.place, audience.languages.join(", ")].filter(Boolean).join(" · ")}
      </p>
      {audience.description && <p className="pv-s">{audience.description}</p>}
      <Words title={t("audiences.needs")} words={audience.needs} />
      <Words title={t("audiences.objections")} words={audience.objections} />
      <Words title={t("audiences.interests")} words={audience.interests} />
      {audience.networks.length > 0 && <NetworkBadges networks={audience.networks} />}
    </li>
  );
}

function Words({ title, words }: { title: string; words: readonly string[] }) {
  if (words.length === 0) {
    return null;
  }
  return (
    <div>
      <p className="pv-xs pv-3">{title}</p>
      <ul className={classes.words}>
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
    </div>
  );
}
