import { queryOptions } from "@tanstack/react-query";
import { api, inside } from "@/api/client";
import type { Segment } from "./editorial";

/** What somebody said of a post. */
export interface Comment {
  id: string;
  author: string;
  text: string;
  at: string;
  /** A comment made when asking for a change. */
  decision?: string;
}

/** One answer to a request for review. */
export interface Decision {
  /** Id of the user. */
  person: string;
  kind: "approved" | "changes_asked";
  comment: string;
  at: string;
}

/** What would leave on one channel, resolved: the exact content that an approval covers. */
export interface Target {
  channel: string;
  network: string;
  name: string;
  title: string;
  segments: Segment[];
}

export interface Piece {
  kind: "same" | "added" | "removed";
  text: string;
}

/** What changed on one channel since the last approval. */
export interface Difference {
  channel: string;
  kind: "same" | "changed" | "added" | "removed";
  title: Piece[];
  segments: Piece[][];
  /** Files that came and went. */
  added: string[];
  removed: string[];
  options: string[];
  /** Alternative texts, order of files, link cards. */
  other: boolean;
}

/** A request for an approval, as the queue shows it. */
export interface ReviewItem {
  id: string;
  post: string;
  title: string;
  words: string;
  thumb: string;
  networks: string[];
  state: "to_review" | "changes_asked" | "approved" | "withdrawn";
  /** What the review is about; goes back with the answer. */
  hash: string;
  /** The post changed since. */
  stale: boolean;
  requestedBy: string;
  requestedAt: string;
  note: string;
  due: string | null;
  wall: string;
  zone: string;
  decisions: Decision[];
  mayDecide: boolean;
}

export interface Review extends ReviewItem {
  /** Why the person may not answer, as a code. */
  whyNot: string;
  targets: Target[];
  /** The same, as it was last approved; null when never. */
  before: Target[] | null;
  differences: Difference[];
}

export interface Policy {
  /** Whether somebody must approve before a post leaves. */
  required: boolean;
  /** Whether a person may approve what they wrote. */
  ownApproval: boolean;
  /** The roles that approve. */
  roles: string[];
  /** How far an approved date may move. */
  margin: "none" | "same_day" | "any";
}

interface List<T> {
  items: T[];
  next?: string | null;
}

/** Keys of what governance answers. */
export const governanceKeys = {
  reviews: (ws: string, state: string) => ["reviews", ws, state] as const,
  review: (ws: string, id: string) => ["reviews", ws, "one", id] as const,
  comments: (ws: string, post: string) => ["comments", ws, post] as const,
  policy: (ws: string) => ["approval-policy", ws] as const,
};

export const reviewsQuery = (ws: string, state: "to_review" | "changes_asked" | "approved") =>
  queryOptions({
    queryKey: governanceKeys.reviews(ws, state),
    queryFn: async ({ signal }) =>
      (await api.get<List<ReviewItem>>(inside(ws, "reviews"), { state, limit: 100 }, signal)).items,
  });

export const reviewQuery = (ws: string, id: string) =>
  queryOptions({
    queryKey: governanceKeys.review(ws, id),
    queryFn: ({ signal }) => api.get<Review>(inside(ws, "reviews", id), undefined, signal),
  });

export const commentsQuery = (ws: string, post: string) =>
  queryOptions({
    queryKey: governanceKeys.comments(ws, post),
    queryFn: async ({ signal }) =>
      (await api.get<List<Comment>>(inside(ws, "posts", post, "comments"), undefined, signal)).items,
  });

export const policyQuery = (ws: string) =>
  queryOptions({
    queryKey: governanceKeys.policy(ws),
    queryFn: ({ signal }) => api.get<Policy>(inside(ws, "approval-policy"), undefined, signal),
    staleTime: 60_000,
  });

/** The open review of a post, or undefined. */
export const openReviewOf = (ws: string, post: string) =>
  queryOptions({
    queryKey: [...governanceKeys.reviews(ws, "to_review"), post],
    queryFn: async ({ signal }) => {
      const list = await api.get<List<ReviewItem>>(
        inside(ws, "reviews"),
        { state: "to_review", limit: 200 },
        signal,
      );
      return list.items.find((item) => item.post === post) ?? null;
    },
  });

export const sendToReview = (ws: string, post: string, note = "") =>
  api.post<{ status: string }>(inside(ws, "posts", post, "review"), { note });

export const addComment = (ws: string, post: string, text: string) =>
  api.post<Comment>(inside(ws, "posts", post, "comments"), { text });

export interface Answer {
  /** Of the review as it was read. */
  hash: string;
  comment?: string;
}

export const approve = (ws: string, review: string, answer: Answer) =>
  api.post<Review>(inside(ws, "reviews", review, "approve"), answer);

export const askChange = (ws: string, review: string, answer: Answer) =>
  api.post<Review>(inside(ws, "reviews", review, "ask-change"), answer);

/** Puts the post as it is now into its open review. */
export const refreshReview = (ws: string, review: string) =>
  api.post<Review>(inside(ws, "reviews", review, "refresh"));
