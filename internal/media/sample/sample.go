// Package sample holds the pictures of Les Ateliers Brume, the fictional
// raincoat makers of the sample workspace: drawn for Parvis (svg/), turned into
// JPEG by scripts/sample-pictures, into a film by scripts/sample-video, and kept
// in the binary.
package sample

import (
	"bytes"
	"embed"
	"fmt"
	"io"
)

//go:embed pictures
var files embed.FS

// Credit of every picture.
const Credit = "Parvis"

// Picture is one file of the sample, with the words of its library.
type Picture struct {
	Name   string // of the file: "phare.jpg"
	Width  int
	Height int
	Alt    string // in French, the sample's language
	Tags   []string
}

// Avatar is the face of the brand.
const Avatar = "avatar.jpg"

// Pictures lists them all, the avatar first, the film last.
func Pictures() []Picture {
	return []Picture{
		{Avatar, 800, 800, "Trois vagues jaunes sur fond bleu pétrole, l’emblème des Ateliers Brume", []string{"marque"}},
		{"cires-au-mur.jpg", 1600, 900, "Trois cirés, jaune, bleu pétrole et brique, pendus à une patère à côté d’un parapluie fermé", []string{"cirés", "atelier"}},
		{"machine.jpg", 1200, 1200, "Une machine à coudre sombre pique une toile jaune sous la lampe de l’atelier", []string{"atelier", "couture"}},
		{"bottes.jpg", 1080, 1350, "Une paire de bottes rouges dans une flaque, sous la pluie", []string{"bottes", "pluie"}},
		{"parapluie.jpg", 1200, 1200, "Un grand parapluie jaune ouvert dans la nuit bleue, sous la pluie", []string{"pluie"}},
		{"phare.jpg", 1600, 900, "Un phare rouge et blanc éclaire la brume ; un petit voilier rentre", []string{"mer", "Lorient"}},
		{"fenetre.jpg", 1200, 1200, "La fenêtre de l’atelier un jour de pluie : deux bobines, une tasse fumante, la mer au loin", []string{"atelier", "pluie"}},
		{"quai-sous-la-pluie.jpg", 1600, 900, "Une personne en ciré jaune, debout sur le quai sous une averse", []string{"quai", "pluie", "cirés"}},
		{"poche.jpg", 1200, 1200, "Détail d’un ciré jaune : la poche à rabat, sa couture double et ses pressions", []string{"cirés", "détail"}},
		{"chapeau-sainte-catherine.jpg", 1080, 1350, "Un chapeau vert au ruban jaune sur son pied, des ciseaux et une bobine sur l’établi", []string{"Sainte-Catherine", "atelier"}},
		{"rouleaux.jpg", 1200, 1200, "Des rouleaux de toile de toutes les couleurs dans leur casier ; une toile jaune se déroule", []string{"atelier", "toile"}},
		{"bateau.jpg", 1600, 900, "Un chalutier bleu et rouge sort au soleil levant, quelqu’un en ciré jaune sur le pont", []string{"mer", "cirés"}},
		{"pluie-sur-le-quai.mp4", 640, 360, "La pluie tombe sur le quai ; une personne en ciré jaune regarde le large", []string{"quai", "pluie", "vidéo"}},
	}
}

// Open reads a file by its name.
func Open(name string) (io.Reader, int64, error) {
	data, err := files.ReadFile("pictures/" + name)
	if err != nil {
		return nil, 0, fmt.Errorf("sample picture: %w", err)
	}
	return bytes.NewReader(data), int64(len(data)), nil
}
