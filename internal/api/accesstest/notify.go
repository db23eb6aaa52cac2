package accesstest

import "testing"

// Notify is the fixtures of the room notify. Nobody was told anything yet:
// reading it all writes nothing.
func Notify() Fixtures {
	return Fixtures{
		"readNotifications": func(*testing.T, *World, Side, string) Case { return Case{Body: object{"all": true}, Quiet: true} },
		"changeNotificationSettings": body(object{"zone": "Europe/Paris",
			"choices": []object{{"kind": "failed", "inApp": true, "mail": "digest"}}}),
	}
}
