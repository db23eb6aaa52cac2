package sample

import (
	"encoding/json"
	"net/http"
	"strings"
)

// Window is the receiver that stands for a shop window while the sample is
// planted: it takes the test message, does not know what became of one post and
// refuses the others. It says on its face that it is an example.
func Window() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m struct{ Type, Text string }
		if json.NewDecoder(r.Body).Decode(&m) != nil || m.Type == "test" {
			_, _ = w.Write([]byte("{}"))
			return
		}
		for _, p := range posts {
			if p.state == unanswered && strings.HasPrefix(m.Text, p.text) {
				http.Error(w, "La vitrine d’exemple ne sait pas si elle a affiché ce billet.", http.StatusInternalServerError)
				return
			}
		}
		http.Error(w, "La vitrine d’exemple n’affiche que des images carrées.", http.StatusUnprocessableEntity)
	})
}
