import { Button } from "@mantine/core";
import { IconArchive, IconArchiveOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "@/components/Confirm";
import { SidePanel } from "@/components/Dialog";
import { Form } from "@/components/Form";
import { toast } from "@/components/toast";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { type Noun, type StrategyRecord, useMoveItem } from "@/queries/strategy";

interface Props {
  noun: Noun;
  title: string;
  /** What is edited; absent for a new one. */
  item?: StrategyRecord;
  onClose: () => void;
  onSubmit: () => void;
  error: unknown;
  pending: boolean;
  children: React.ReactNode;
}

/** The side panel where an item of the strategy is written, put away or deleted. */
export function ItemPanel({ noun, title, item, onClose, onSubmit, error, pending, children }: Props) {
  const { t } = useTranslation("strategy");
  const { id, may } = useWorkspace();
  const format = useFormat();
  const move = useMoveItem(noun, id);
  const [asking, setAsking] = useState(false);
  const write = may("strategy.write");
  const archived = Boolean(item?.archivedAt);
  const toggleArchive = () => {
    if (!item) {
      return;
    }
    const to = archived ? "restore" : "archive";
    move.mutate(
      { id: item.id, to },
      {
        onSuccess: () => {
          onClose();
          const back = archived ? "archive" : "restore";
          toast.undoable(t(archived ? "items.doneRestore" : "items.doneArchive"), () =>
            move.mutateAsync({ id: item.id, to: back }),
          );
        },
      },
    );
  };
  return (
    <SidePanel opened onClose={onClose} title={title} size={520}>
      <Form
        onSubmit={onSubmit}
        onCancel={onClose}
        error={error ?? (asking ? null : move.error)}
        pending={pending}
        disabled={!write}
        aside={
          item &&
          write && (
            <>
              <Button
                variant="subtle"
                onClick={toggleArchive}
                leftSection={
                  archived ? <IconArchiveOff size={16} aria-hidden /> : <IconArchive size={16} aria-hidden />
                }
              >
                {t(archived ? "items.restore" : "items.archive")}
              </Button>
              <Button variant="subtle" data-tone="danger" onClick={() => setAsking(true)}>
                {t("common:delete")}
              </Button>
            </>
          )
        }
      >
        {children}
        {item && (
          <p className="pv-xs pv-3">
            {t("items.last", { who: item.updatedBy?.name || "Parvis", when: format.near(item.updatedAt) })}
          </p>
        )}
      </Form>
      {asking && item && (
        <Confirm
          title={t("items.deleteTitle")}
          confirm={t("common:delete")}
          onClose={() => setAsking(false)}
          onConfirm={() => move.mutate({ id: item.id, to: "delete" }, { onSuccess: onClose })}
          pending={move.isPending}
          error={move.error}
        >
          <p>{t("items.deleteSays")}</p>
        </Confirm>
      )}
    </SidePanel>
  );
}
