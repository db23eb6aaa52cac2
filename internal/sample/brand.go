package sample

import (
	"parvis/internal/identity"
	"parvis/internal/site"
	"parvis/internal/strategy"
)

// The fictional people, the owner first.
const (
	maelle  = "Maëlle Le Goff"
	yann    = "Yann Kervella"
	ines    = "Inès Duval"
	samia   = "Samia Haddad"
	corentn = "Corentin Riou"
	helene  = "Hélène Marchand"
	paul    = "Paul Tanguy"
)

// Brand is what identity makes the workspace of.
var Brand = identity.SampleInput{
	Name: "Les Ateliers Brume", Slug: "brume", Zone: "Europe/Paris", Locale: "fr",
	Members: []identity.SampleMember{
		{Name: maelle, Role: identity.Owner},
		{Name: yann, Role: identity.Manager},
		{Name: ines, Role: identity.Creator},
		{Name: samia, Role: identity.Approver},
		{Name: corentn, Role: identity.Community},
		{Name: helene, Role: identity.Analyst},
		{Name: paul, Role: identity.Guest},
	},
}

var platform = strategy.Platform{
	Mission:     "Habiller ceux qui sortent par tous les temps, avec des cirés que l’on répare au lieu de les remplacer.",
	Vision:      "Un vêtement de pluie par vie, ou presque.",
	Promise:     "Un ciré cousu à Lorient, réparé gratuitement pendant dix ans.",
	Positioning: "Le ciré breton qui se transmet, entre le vêtement de travail et le manteau de ville.",
	WantedImage: "Des gens de métier, francs, qui aiment la pluie.",
	Values: []strategy.Value{
		{Name: "Le geste", Meaning: "On montre les mains et les machines avant le produit."},
		{Name: "La durée", Meaning: "On ne parle jamais de nouveauté sans parler de réparation."},
		{Name: "La franchise", Meaning: "Un retard se dit le jour même, avec une date."},
	},
	KeyMessages: []strategy.KeyMessage{
		{Text: "Un ciré Brume se garde vingt ans.", Proofs: []strategy.Proof{{Text: "412 cirés réparés l’an dernier, le plus vieux cousu en 2009."}}},
		{Text: "Tout est cousu à Lorient.", Proofs: []strategy.Proof{{Text: "Onze couturières, un seul atelier, ouvert au public le samedi."}}},
		{Text: "La réparation est gratuite dix ans.", Proofs: []strategy.Proof{{Text: "Délai moyen de neuf jours, frais de retour compris."}}},
	},
}

var charter = strategy.Charter{
	Tones: []strategy.Tone{
		{Text: "On parle comme à l’atelier : phrases courtes, verbes concrets, un sourire. On vouvoie."},
		{Network: "page", Text: "Le carnet de bord : on raconte une chose par billet, avec une photo et une date."},
	},
	Use: []string{"ciré", "atelier", "couturière", "réparer", "quai"},
	Avoid: []strategy.AvoidedWord{
		{Word: "imper", Suggestion: "ciré"}, {Word: "éco-responsable", Suggestion: "réparable"},
		{Word: "révolutionnaire"}, {Word: "pas cher", Suggestion: "au prix juste"},
	},
	Mentions: []strategy.LegalMention{{Name: "Concours", Text: "Jeu gratuit sans obligation d’achat. Règlement complet sur la page du concours."}},
	Hashtags: []strategy.HashtagGroup{{Name: "Atelier", Tags: []string{"#CiréBreton", "#FaitÀLorient", "#Couture"}},
		{Name: "Réparer", Tags: []string{"#RéparerPlutôtQueJeter"}}},
	Emoji: strategy.Emoji{Policy: strategy.EmojiSparing, Note: "Un seul par publication, jamais dans un titre."},
}

func number(v float64) *float64 { return &v }
func cents(v int64) *int64      { return &v }
func age(v int) *int            { return &v }

// The editorial line. Indexes are those that posts use.
var pillars = []strategy.PillarFields{
	{Name: "Savoir-faire", Colour: "#2A3BBF", Description: "Gestes, matières, machines et métiers de l’atelier.", Share: 30, PerWeek: 2},
	{Name: "Communauté", Colour: "#C07C10", Description: "Celles et ceux qui portent nos cirés, et leurs histoires.", Share: 25, PerWeek: 1},
	{Name: "Météo et mer", Colour: "#4E90C6", Description: "La pluie, le port, les tempêtes qui arrivent.", Share: 20, PerWeek: 1},
	{Name: "Réparer", Colour: "#0B7F78", Description: "Réparations, entretien, conseils.", Share: 15, PerWeek: 1},
	{Name: "Recruter", Colour: "#A8324A", Description: "Les métiers que nous cherchons.", Share: 10, PerWeek: 0},
}

var audiences = []strategy.AudienceFields{
	{Name: "Marcheurs du littoral", Description: "Sortent chaque semaine, quel que soit le temps.", AgeFrom: age(30), AgeTo: age(60), Languages: []string{"fr"},
		Place: "Bretagne et façade atlantique", Interests: []string{"randonnée", "mer", "météo"}, Networks: []string{"page"},
		Active: []strategy.Hours{{Weekday: 6, From: 8, To: 11}, {Weekday: 7, From: 9, To: 12}}, Needs: []string{"Rester au sec trois heures"}, Objections: []string{"Le prix", "Le poids"}},
	{Name: "Citadins sous la pluie", Description: "Vont au travail à vélo ou à pied.", AgeFrom: age(25), AgeTo: age(45), Languages: []string{"fr"}, Place: "Nantes, Rennes, Paris",
		Interests: []string{"vélo", "mode durable"}, Networks: []string{"page"}, Active: []strategy.Hours{{Weekday: 2, From: 7, To: 9}, {Weekday: 4, From: 18, To: 20}},
		Needs: []string{"Un manteau qui va au bureau"}, Objections: []string{"Trop marin"}},
	{Name: "Gens de couture", Description: "Cousent, réparent, transmettent.", AgeFrom: age(20), AgeTo: age(70), Languages: []string{"fr"}, Interests: []string{"couture", "patrons"},
		Networks: []string{"page"}, Active: []strategy.Hours{}, Needs: []string{"Des patrons et des gestes"}, Objections: []string{}},
}

var objectives = []strategy.ObjectiveFields{
	{Title: "60 000 € de ventes venues de nos publications", Goal: strategy.GoalSales,
		KPIs: []strategy.KPI{{Name: "Ventes attribuées", Unit: "€", Baseline: number(0), Target: number(60000), Current: number(38400)}}},
	{Title: "4 000 inscrits à la lettre du quai", Goal: strategy.GoalLeads,
		KPIs: []strategy.KPI{{Name: "Inscriptions à la lettre", Baseline: number(1200), Target: number(4000), Current: number(1920)}}},
	{Title: "Doubler les avis sur la réparation", Goal: strategy.GoalLoyalty,
		KPIs: []strategy.KPI{{Name: "Avis de 4 et 5 étoiles", Baseline: number(34), Target: number(68), Current: number(39)}}},
	{Title: "20 000 abonnés", Goal: strategy.GoalAwareness,
		KPIs: []strategy.KPI{{Name: "Abonnés", Baseline: number(16200), Target: number(20000), Current: number(18650)}}},
}

var campaigns = []strategy.CampaignFields{
	{Name: "Réparer plutôt que jeter", Description: "Tout l’automne : montrer que réparer est simple, rapide et gratuit.", Colour: "#0B7F78", State: strategy.CampaignActive,
		Reach: strategy.Organic, KeyMessages: []string{"La réparation est gratuite dix ans."}, Currency: "EUR", Budget: cents(300000), Spend: cents(118000)},
	{Name: "Noël au quai", Description: "Commandes de décembre, emballages, portes ouvertes.", Colour: "#A8324A", State: strategy.CampaignDraft,
		Reach: strategy.Both, KeyMessages: []string{"Un ciré Brume se garde vingt ans."}, Currency: "EUR", Budget: cents(700000), Spend: cents(0)},
}

var face = site.Update{
	Name: "Les Ateliers Brume", Headline: "La pluie nous va bien.",
	Bio:      "Onze couturières, un quai, des cirés que l’on garde vingt ans. Nous les cousons à Lorient, et nous les réparons.",
	Language: "fr", Zone: "Europe/Paris", Tone: site.Mist, Open: true,
	Imprint: "Les Ateliers Brume sont une marque fictive, présentée par Parvis à titre d’exemple.",
	Links: []site.Link{
		{URL: "https://brume.example/reparer", Label: "Faire réparer un ciré", Note: "vendredi, c’est gratuit", Icon: "tool"},
		{URL: "https://brume.example/tailles", Label: "Trouver sa taille", Note: "en deux mesures", Icon: "ruler"},
		{URL: "https://brume.example/lettre", Label: "La lettre du quai", Note: "une fois par mois", Icon: "mail"},
		{URL: "https://brume.example/atelier", Label: "Visiter l’atelier", Note: "le samedi matin", Icon: "map-pin"},
	},
}

// labels of the calendar: name and colour.
var labels = [][2]string{{"concours", "#C07C10"}, {"Noroît", "#4E90C6"}, {"à photographier", "#7B3A86"}, {"partenaires", "#0B7F78"}}
