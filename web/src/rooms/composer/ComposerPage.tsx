import "@/theme/mantine-forms.css";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorPanel } from "@/components/ErrorPanel";
import { useWorkspace } from "@/frame/workspace";
import { PageWaiting } from "@/pages/PageStates";
import { type Draft, type Post, postQuery } from "@/queries/editorial";
import { Composer } from "./Composer";
import { addMedia, emptyDraft } from "./edit";

/** What the address of a new post may bring: its date, and a file to begin with. */
interface Opening {
  wall?: string;
  zone?: string;
  asset?: string;
}

/** The page of one post, or of one to come. */
export default function ComposerPage() {
  const { post: id } = useParams({ strict: false }) as { post?: string };
  const { session, created } = useSession(id);
  if (!id || session.born === id) return <Opened key={session.key} id={id} created={created} />;
  return <Opened key={id} id={id} created={created} />;
}

/** A new post keeps its editor, its undo and the caret when it gets its address. */
function useSession(id: string | undefined) {
  const [session, setSession] = useState<{ key: number; born?: string }>({ key: 0 });
  const navigate = useNavigate();
  const { path } = useWorkspace();
  const created = useCallback(
    (post: Post) => {
      setSession((now) => ({ ...now, born: post.id }));
      void navigate({ to: path("compose", post.id), replace: true });
    },
    [navigate, path],
  );
  // “Compose” from a post that was born here begins another one.
  useEffect(() => {
    if (id === undefined) setSession((now) => (now.born ? { key: now.key + 1 } : now));
  }, [id]);
  return { session, created };
}

function Opened({ id, created }: { id?: string; created: (post: Post) => void }) {
  const { t } = useTranslation("composer");
  const workspace = useWorkspace();
  const opening = useSearch({ strict: false }) as Opening;
  const post = useQuery({ ...postQuery(workspace.id, id ?? ""), enabled: id !== undefined });
  const language = workspace.locale ?? "fr";
  const fresh = useMemo(() => firstDraft(language, opening.asset), [language, opening.asset]);
  const [begun, setBegun] = useState(id === undefined);

  if (!begun && !post.data) {
    return post.error ? (
      <div className="pv-page">
        <ErrorPanel error={post.error} title={t("openFailed")} onRetry={() => post.refetch()} />
      </div>
    ) : (
      <PageWaiting />
    );
  }
  return (
    <Composer
      onBegin={() => setBegun(true)}
      start={{
        workspace: workspace.id,
        post: post.data,
        draft: post.data?.draft ?? fresh,
        wall: opening.wall,
        zone: opening.zone ?? workspace.zone,
        created,
      }}
    />
  );
}

function firstDraft(language: string, asset: string | undefined): Draft {
  const draft = emptyDraft(language);
  const first = draft.segments[0];
  return asset && first ? addMedia(draft, "original", first.id, [asset]) : draft;
}
