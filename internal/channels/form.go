package channels

import (
	"errors"
	"strings"
	"unicode/utf8"

	"parvis/internal/fault"
	"parvis/internal/networks"
	"parvis/internal/outbound"
)

// merged is a form whose empty fields keep what was there before.
func merged(form map[string]string, before ...map[string]string) map[string]string {
	out := map[string]string{}
	for _, m := range before {
		for k, v := range m {
			out[k] = v
		}
	}
	for k, v := range form {
		if strings.TrimSpace(v) != "" {
			out[k] = v
		}
	}
	return out
}

// shown are the secrets that the network made because the form left them empty.
func shown(info networks.Info, form map[string]string, c networks.Connected) map[string]string {
	out := map[string]string{}
	for _, f := range info.Connect {
		if f.Kind == "secret" && form[f.Name] == "" && c.Secrets[f.Name] != "" {
			out[f.Name] = c.Secrets[f.Name]
		}
	}
	return out
}

// refusedForm turns a connector's error into a fault.
func refusedForm(err error) error {
	var refusal *networks.Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refusal):
		f := fault.New(fault.Invalid, refusal.Reason.Code, refusal.Reason.Message)
		f.Args = args(refusal.Reason)
		if refusal.Field != "" {
			f.Fields = []fault.Field{{Path: "form." + refusal.Field, Code: refusal.Reason.Code, Message: refusal.Reason.Message, Args: args(refusal.Reason)}}
		}
		return f
	case fault.KindOf(outbound.Fault(err)) != fault.Internal:
		return outbound.Fault(err)
	}
	return errUnreachable.Because(err)
}

func args(r networks.Reason) map[string]any {
	out := map[string]any{}
	for k, v := range r.Args {
		out[k] = v
	}
	if r.Detail != "" {
		out["detail"] = r.Detail
	}
	return out
}

// clip keeps a network's name within what a person could set.
func clip(name string) string {
	name = strings.TrimSpace(strings.ToValidUTF8(name, ""))
	if utf8.RuneCountInString(name) > maxName {
		name = string([]rune(name)[:maxName-1]) + "…"
	}
	return name
}
