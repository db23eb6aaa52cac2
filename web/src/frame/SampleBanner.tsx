import { Button } from "@mantine/core";
import { IconEye, IconFlask, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { ErrorPanel } from "@/components/ErrorPanel";
import { LateMenu } from "@/components/Late";
import { lossesQuery, useRemoveWorkspace } from "@/queries/identity";
import classes from "./SampleBanner.module.css";
import { useWorkspace } from "./workspace";

const SeeAsItems = lazy(() => import("./SeeAsItems"));

/** Says that the workspace is a sample, whose eyes one borrows, and removes it all in one click (and one question). */
export function SampleBanner() {
  const { t } = useTranslation();
  const { me, name, may } = useWorkspace();
  const [asking, setAsking] = useState(false);
  return (
    <section className={classes.banner} aria-label={t("sample.name")}>
      <IconFlask size={16} stroke={1.75} aria-hidden />
      <span className="pv-grow">
        <strong>{t("sample.name")}.</strong>{" "}
        <span className={classes.long}>{t("sample.says", { name })}</span>
        {me.seeAs && (
          <strong className={classes.as}>
            {t("sample.seenAs", { name: me.seeAs.name, role: t(`roles.${me.seeAs.role}`) })}
          </strong>
        )}
      </span>
      <SeeAsMenu />
      {(may("workspace.remove") || !me.seeAs) && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconTrash size={14} stroke={2} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t("sample.remove")}
        </Button>
      )}
      {asking && <RemoveDialog onClose={() => setAsking(false)} />}
    </section>
  );
}

function SeeAsMenu() {
  const { t } = useTranslation();
  return (
    <LateMenu
      options={{ position: "bottom-end", width: 250 }}
      target={
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconEye size={14} stroke={2} aria-hidden />}
        >
          {t("sample.seeAs")}
        </Button>
      }
    >
      <SeeAsItems />
    </LateMenu>
  );
}

function RemoveDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { id, name } = useWorkspace();
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useRemoveWorkspace(id);
  const { data: losses } = useQuery(lossesQuery(id));
  const onRemoved = () => {
    client.removeQueries();
    void navigate({ to: "/", replace: true });
  };
  return (
    <Dialog opened onClose={onClose} title={t("sample.removeTitle")}>
      <p>{t("sample.removeSays", { name })}</p>
      <ul className={classes.losses}>
        {losses
          ?.filter((loss) => loss.count > 0 && i18n.exists(`losses.${loss.kind}_other`))
          .map((loss) => (
            <li key={loss.kind}>{t(`losses.${loss.kind}`, { count: loss.count })}</li>
          ))}
      </ul>
      <ErrorPanel error={remove.error} />
      <div className={classes.actions}>
        <Button variant="subtle" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button
          variant="default"
          data-tone="danger"
          loading={remove.isPending}
          onClick={() => remove.mutate("", { onSuccess: onRemoved })}
        >
          {t("sample.removeDo")}
        </Button>
      </div>
    </Dialog>
  );
}
