package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"parvis/internal/identity"
)

// Finding is one line of the doctor.
type Finding struct {
	OK, Warning     bool
	English, French string
}

// Examine checks the installation: readiness, cards against what they should
// be, the audit's chain, and where the key lies. With repair wrong cards are
// rebuilt.
func (a *App) Examine(ctx context.Context, repair bool) ([]Finding, error) {
	var out []Finding
	checks, _ := a.Ready(ctx)
	for _, c := range checks {
		out = append(out, Finding{OK: c.OK, English: c.Name + " " + c.Detail, French: c.Name + " " + c.Detail})
	}
	spaces, err := a.Identity.Operator().ListWorkspaces(ctx)
	if err != nil {
		return out, err
	}
	for _, w := range spaces {
		found, err := a.examineWorkspace(identity.AsSystem(ctx, w.ID), w, repair)
		if err != nil {
			return out, err
		}
		out = append(out, found...)
	}
	if a.keyBesideData() {
		out = append(out, Finding{OK: true, Warning: true,
			English: "The key file " + a.Config.KeyFile + " lies on the same volume as the data: whoever copies one has both. Set PARVIS_KEY_FILE.",
			French:  "Le fichier de clé " + a.Config.KeyFile + " est sur le même volume que les données : qui copie l’un a les deux. Réglez PARVIS_KEY_FILE."})
	}
	for _, w := range a.Keys.Warnings() {
		out = append(out, Finding{OK: true, Warning: true, English: w.Message, French: w.Message})
	}
	return out, nil
}

func (a *App) examineWorkspace(ctx context.Context, w identity.Workspace, repair bool) ([]Finding, error) {
	wrong, err := a.Editorial.RebuildCards(ctx, w.ID, repair)
	if err != nil {
		return nil, err
	}
	cards := Finding{OK: len(wrong) == 0 || repair, English: fmt.Sprintf("%s: calendar cards, %d wrong", w.Name, len(wrong)),
		French: fmt.Sprintf("%s : cartes du calendrier, %d fausses", w.Name, len(wrong))}
	if repair && len(wrong) > 0 {
		cards.English, cards.French = cards.English+", rebuilt", cards.French+", refaites"
	}
	report, err := a.Audit.Verify(ctx, string(w.ID))
	if err != nil {
		return nil, err
	}
	chain := Finding{OK: len(report.Findings) == 0, English: fmt.Sprintf("%s: audit chain, %d faults", w.Name, len(report.Findings)),
		French: fmt.Sprintf("%s : chaîne d’audit, %d défauts", w.Name, len(report.Findings))}
	return []Finding{cards, chain}, nil
}

// keyBesideData says whether key and data share a volume.
func (a *App) keyBesideData() bool {
	var key, data syscall.Stat_t
	if syscall.Stat(filepath.Dir(a.Config.KeyFile), &key) != nil || syscall.Stat(a.Config.Data, &data) != nil {
		return false
	}
	_, err := os.Stat(a.Config.KeyFile)
	return err == nil && key.Dev == data.Dev
}
