import { useTranslation } from "react-i18next";
import { asProblem, type ProblemField } from "@/api/problem";

/**
 * Turns an error into a sentence of the reader's language, from the words that the rooms wrote. The API client
 * loads those words before it throws; a page that shows reasons of its own names "errors" among its words.
 */
export function useProblem() {
  const { t, i18n } = useTranslation();
  const sentence = (code: string, args: Record<string, unknown> | undefined, fallback: string) => {
    const options = { ...args, ns: "errors", keySeparator: false as const };
    return i18n.exists(code, options) ? String(t(code, options)) : fallback;
  };
  return {
    /** The sentence for whatever was thrown; the server's English detail when no room wrote words for its code. */
    say(error: unknown): string {
      const problem = asProblem(error);
      return sentence(problem.code, problem.args, problem.message || sentence("internal", {}, "Error"));
    },
    /** The sentence of one field. */
    sayField: (field: ProblemField) => sentence(field.code, field.args, field.message),
    /** Errors of a form by field path, to put under each input. */
    fieldErrors(error: unknown): Record<string, string> {
      if (!error) {
        return {};
      }
      const { fields } = asProblem(error);
      return Object.fromEntries(fields.map((f) => [f.path, sentence(f.code, f.args, f.message)]));
    },
  };
}
