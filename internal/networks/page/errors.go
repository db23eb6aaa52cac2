package page

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"parvis/internal/networks"
	"parvis/internal/outbound"
)

// answered turns an answer that is not our record into an outcome. Only the
// page's own words, a Problem whose code starts with "page.", prove a refusal:
// anything else may come from something in between, after the effect.
//
//	401 our problem   deferred, connect again
//	404 our problem   refused; for a removal: nothing is there, accepted
//	409, 413, 422     refused
//	429               deferred
//	all else          unknown
func answered(res *outbound.Response, method string, step networks.Step, now time.Time) networks.Outcome {
	p := problemOf(res)
	switch {
	case res.Status == http.StatusTooManyRequests:
		return networks.Outcome{Kind: networks.Deferred, Reason: unexpected(res.Status), Until: retryAfter(res, now)}
	case p == nil:
		return networks.Outcome{Kind: networks.Unknown, Reason: unexpected(res.Status)}
	}
	reason := p.reason()
	switch res.Status {
	case http.StatusUnauthorized:
		return networks.Outcome{Kind: networks.Deferred, Reason: &reason, Reconnect: p.Code == CodeSignature}
	case http.StatusNotFound:
		if method == http.MethodDelete && p.Code == CodeAbsent {
			return networks.Outcome{Kind: networks.Accepted, Result: networks.Result{Step: step}}
		}
		return networks.Outcome{Kind: networks.Refused, Reason: &reason}
	case http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusBadRequest:
		return networks.Outcome{Kind: networks.Refused, Reason: &reason}
	}
	return networks.Outcome{Kind: networks.Unknown, Reason: &reason}
}

// problemOf reads the page's own words; nil when these are not.
func problemOf(res *outbound.Response) *Problem {
	var p Problem
	if res.Status < 400 || json.Unmarshal(res.Body, &p) != nil || !strings.HasPrefix(p.Code, "page.") {
		return nil
	}
	return &p
}

func (p *Problem) reason() networks.Reason {
	return networks.Reason{Code: p.Code, Message: p.Message, Args: p.Args}
}

func unexpected(status int) *networks.Reason {
	return &networks.Reason{Code: "page.unexpected", Message: "The page's server gave an unexpected answer.",
		Args: map[string]string{"status": strconv.Itoa(status)}}
}

// detail keeps what a person may be shown of an error.
func detail(s string) string {
	if len(s) > 500 {
		s = strings.ToValidUTF8(s[:500], "")
	}
	return s
}
