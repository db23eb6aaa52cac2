import { Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { ErrorPanel } from "@/components/ErrorPanel";
import { Form } from "@/components/Form";
import { NetworkBadge } from "@/components/NetworkBadge";
import { lookOf } from "@/components/statuses";
import { useWorkspace } from "@/frame/workspace";
import { useFormat } from "@/i18n/useFormat";
import { useProblem } from "@/i18n/useProblem";
import { type Answer, type Delivery, useResolve } from "@/queries/deliveries";
import classes from "./Today.module.css";

/** A delivery that a person must settle: what happened, and the answers the server accepts now. */
export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation("today");
  const { path, may } = useWorkspace();
  const format = useFormat();
  const { sayField } = useProblem();
  const { id } = useWorkspace();
  const resolve = useResolve(id);
  const [linking, setLinking] = useState(false);
  const look = lookOf(delivery.state);
  const why = delivery.reason
    ? sayField({
        path: "",
        code: delivery.reason.code,
        message: delivery.reason.message,
        args: delivery.reason.args,
      })
    : t(`why.${delivery.state}`);
  const answer = (one: Answer) =>
    one === "there" ? setLinking(true) : resolve.mutate({ id: delivery.id, answer: one });
  return (
    <li className={classes.row}>
      <span className={classes.thumb} style={{ "--c": look.color } as React.CSSProperties} data-tint>
        <look.icon size={20} stroke={1.6} color={look.color} aria-hidden />
      </span>
      <div className={classes.what}>
        <p className="pv-row">
          <Link to={path("compose", delivery.postId)} className={classes.title}>
            {delivery.title || t("common:untitled")}
          </Link>
          <NetworkBadge network={delivery.network} />
          <span className="pv-s pv-3 pv-nw">{format.near(delivery.dueAt)}</span>
        </p>
        <p className="pv-s pv-2">
          <span className="pv-sr">{t(`common:status.${delivery.state}`)} </span>
          {why}
        </p>
        <ErrorPanel error={resolve.error} />
      </div>
      <div className={classes.acts}>
        {may("delivery.resolve") &&
          delivery.answers.map((one) => (
            <Button
              key={one}
              size="compact-md"
              variant={one === "give_up" ? "subtle" : "default"}
              loading={resolve.isPending && resolve.variables?.answer === one}
              onClick={() => answer(one)}
            >
              {t(`answers.${one}`)}
            </Button>
          ))}
        {delivery.state === "failed" && may("post.write") && (
          <Button component={Link} to={path("compose", delivery.postId)} size="compact-md">
            {t("correct")}
          </Button>
        )}
      </div>
      {linking && <ThereDialog delivery={delivery} onClose={() => setLinking(false)} />}
    </li>
  );
}

/** “It is there”: the address of the post, if one has it at hand. */
function ThereDialog({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const { t } = useTranslation("today");
  const { id } = useWorkspace();
  const resolve = useResolve(id);
  const [url, setUrl] = useState("");
  return (
    <Dialog opened onClose={onClose} title={t("thereTitle")}>
      <Form
        onSubmit={() =>
          resolve.mutate({ id: delivery.id, answer: "there", url: url.trim() }, { onSuccess: onClose })
        }
        error={resolve.error}
        pending={resolve.isPending}
        submit={t("answers.there")}
        onCancel={onClose}
      >
        <TextInput
          label={t("thereUrl")}
          description={t("thereSays")}
          type="url"
          placeholder="https://"
          data-autofocus
          value={url}
          onChange={(e) => setUrl(e.currentTarget.value)}
        />
      </Form>
    </Dialog>
  );
}
