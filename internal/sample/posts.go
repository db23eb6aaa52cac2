package sample

// state is how far a post of the sample goes.
type state string

const (
	idea         state = "idea"
	draft        state = "draft"
	toReview     state = "to_review"
	changesAsked state = "changes_asked"
	approved     state = "approved"
	scheduled    state = "scheduled" // published, once its time is past
	cancelled    state = "cancelled"
	held         state = "held"
	missed       state = "missed"
	failed       state = "failed"       // refused by the demonstration shop window
	partial      state = "partial"      // out on the page, refused by the window
	unanswered   state = "needs_person" // the window answers that it does not know
)

// post is one post of the sample. Day counts from today; Hour is the wall hour
// in Lorient, "18:15". Indexes point into brand.go; -1 is none.
type post struct {
	day       int
	hour      string
	title     string
	text      string
	more      []string // further parts of a thread
	pictures  []string
	pillar    int
	campaign  int
	objective int
	audience  int
	stage     string
	label     string
	state     state
	by        string
	comment   string // asked when changes are wanted, else said under the post
}

const none = -1

var posts = []post{
	{-33, "08:00", "Lundi de pluie", "Lundi de pluie à Lorient. Cinq cirés sèchent devant le poêle, cinq façons de dire qu’on est arrivé à l’heure.\n\n#CiréBreton", nil, []string{"cires-au-mur"}, 2, none, 3, 1, "awareness", "", scheduled, ines, ""},
	{-31, "12:30", "Le fil ciré", "Le fil, d’abord. Nous le cirons nous-mêmes, à la main, avec une cire d’abeille de Groix. Il glisse dans la toile, il bouche le trou de l’aiguille, il ne boit pas l’eau. C’est lui qui tient vingt ans.", nil, []string{"machine"}, 0, none, 0, 2, "consideration", "", scheduled, ines, ""},
	{-30, "18:15", "Sondage : capuche ou chapeau", "Capuche ou chapeau ? À l’atelier, on est partagées : six voix contre cinq. Dites-nous sous quoi vous marchez.", nil, nil, 1, none, 3, 0, "awareness", "", scheduled, corentn, ""},
	{-28, "09:00", "Une réparation en cinq gestes", "Une manche déchirée par un hameçon, cinq gestes, quarante minutes. On vous montre.", []string{"1. On découd la manche, sans tirer.", "2. On taille la pièce dans la même coupe, jamais dans une autre : le jaune vieillit.", "3. On pose la pièce à l’envers, au fil ciré.", "4. On repasse les coutures à la cire chaude.", "5. Un quart d’heure sous l’arrosoir de la cour. Si elle boit, on recommence."}, []string{"rouleaux"}, 3, 0, 2, 2, "loyalty", "", scheduled, ines, ""},
	{-26, "10:30", "Le port au petit matin", "Six heures, le port. Le phare tourne encore et la brume ne s’est pas décidée. C’est l’heure où l’on ouvre les volets de l’atelier.", nil, []string{"phare"}, 2, none, 3, 0, "awareness", "", scheduled, ines, ""},
	{-24, "12:30", "Pourquoi nous cousons encore à Lorient", "On nous demande souvent pourquoi coudre ici. Parce que la couturière qui a fait votre ciré peut le réparer, et qu’elle vous reconnaît quand vous poussez la porte.", nil, []string{"fenetre"}, 0, none, 0, 1, "consideration", "", scheduled, maelle, ""},
	{-23, "18:30", "Vos photos sous la pluie", "Vous nous avez envoyé quatre-vingts photos la semaine passée, et il pleuvait sur toutes. Merci. On en affiche dix samedi sur le mur de l’atelier.", nil, []string{"pluie-sur-le-quai"}, 1, none, 1, 0, "loyalty", "", scheduled, corentn, ""},
	{-21, "08:00", "Entretenir son ciré", "L’eau tiède, une éponge, rien d’autre. Ni machine, ni lessive, ni soleil. Votre ciré vous remerciera en novembre.", nil, []string{"rouleaux"}, 3, 0, 2, 1, "loyalty", "", scheduled, ines, ""},
	{-19, "17:00", "On cherche une piqueuse", "Nous cherchons une piqueuse ou un piqueur, à temps plein, à Lorient. La machine s’apprend, le goût du travail bien fait un peu moins. Écrivez à Yann : atelier@brume.example.", nil, []string{"machine"}, 4, none, none, 2, "conversion", "", scheduled, yann, ""},
	{-17, "12:30", "La poche intérieure", "Elle ne se voit pas et tout le monde nous en parle : la poche intérieure, à gauche, à hauteur de main. Elle a été dessinée par un facteur de Ploemeur.", nil, []string{"poche"}, 0, none, 0, 1, "consideration", "", scheduled, ines, ""},
	{-16, "19:15", "Vitrine : la boutique de Lorient", "La vitrine de Lorient passe à l’heure d’hiver : cirés longs à gauche, bottes au milieu, parapluies à droite.", nil, []string{"bottes"}, 1, none, 0, 1, "conversion", "", failed, corentn, ""},
	{-14, "09:00", "Noroît, le ciré qui ne craint pas le vent", "Noroît revient. Deux rabats, une patte sous le menton, et plus rien ne bat au vent. Nous l’avons porté trois jours sur l’île de Groix pour en être sûres.", nil, []string{"quai-sous-la-pluie", "rouleaux"}, 0, none, 0, 0, "consideration", "Noroît", scheduled, maelle, ""},
	{-12, "18:15", "Réparé cette semaine", "Réparés cette semaine : dix-sept cirés, trois chapeaux, une capote de poussette. Délai moyen : neuf jours.", nil, nil, 3, 0, 2, 0, "loyalty", "", scheduled, corentn, ""},
	{-11, "10:00", "Samedi, l’atelier est ouvert", "Samedi, l’atelier est ouvert de dix heures à midi. On vous montre les machines, vous apportez vos déchirures.", nil, []string{"fenetre"}, 1, 0, 1, 2, "conversion", "partenaires", partial, corentn, ""},
	{-9, "08:00", "Avis de coup de vent", "Avis de coup de vent cette nuit sur le Mor-Bihan. Fermez les volets, sortez le Noroît.", nil, []string{"phare"}, 2, none, 3, 0, "awareness", "", missed, corentn, ""},
	{-7, "12:30", "Le dessous d’un col", "Un col de ciré compte sept pièces. La plus petite mesure deux centimètres et décide de tout : c’est elle qui empêche l’eau de descendre.", nil, []string{"poche"}, 0, none, 0, 2, "consideration", "", scheduled, ines, ""},
	{-6, "18:30", "Portrait : Nolwenn, dix-huit ans d’aiguille", "Nolwenn coud les capuches depuis dix-huit ans. Elle en a fait onze mille, à peu près, et elle vérifie encore chaque couture avec le pouce.", nil, []string{"machine"}, 0, none, 0, 2, "awareness", "", scheduled, maelle, "Très beau portrait, merci d’avoir gardé la phrase sur le pouce."},
	{-4, "09:30", "Bottes : la pointure qui manque", "Le 38 revient jeudi. Nous le disons franchement : le fournisseur avait trois semaines de retard, et nous aussi.", nil, []string{"bottes"}, 1, none, 0, 1, "conversion", "", scheduled, corentn, ""},
	{-3, "18:15", "La file de la réparation", "Quarante-deux cirés attendent sur le portant ce soir. Si le vôtre est dedans, il repart avant vendredi.", nil, []string{"cires-au-mur"}, 3, 0, 2, 0, "loyalty", "", unanswered, corentn, ""},
	{-2, "12:30", "Parapluie de quai", "Un parapluie ne sert à rien sur un quai, sauf à rire. Nous en avons quand même fait un.", nil, []string{"parapluie"}, 2, none, 3, 1, "awareness", "", scheduled, ines, ""},
	{-1, "08:00", "Ce matin à l’atelier", "Ce matin, la verrière chante. On coud sous la pluie, et c’est le plus beau bruit de la semaine.", nil, []string{"fenetre"}, 0, none, 0, 0, "awareness", "", scheduled, ines, ""},
	{-1, "18:00", "Le patron du Kerwen", "Le patron du Kerwen, pièce par pièce : onze morceaux, trois fils, une après-midi.", nil, []string{"poche"}, 3, 1, 0, 2, "consideration", "", held, ines, ""},

	{1, "09:00", "Bonne Sainte-Catherine", "Vert pour la sagesse, jaune pour la foi : demain les couturières de l’atelier portent toutes un chapeau. Le plus haut mesure quarante centimètres.", nil, []string{"chapeau-sainte-catherine"}, 1, none, 3, 2, "awareness", "", scheduled, ines, ""},
	{1, "18:15", "Concours du chapeau", "Montrez-nous votre plus beau chapeau de pluie. Le jury de l’atelier en choisit un, et coud un Kerwen au nom de qui le porte.\n\nJeu gratuit sans obligation d’achat. Règlement complet sur la page du concours.", nil, []string{"chapeau-sainte-catherine", "rouleaux"}, 1, none, 1, 0, "awareness", "concours", toReview, corentn, "Le règlement est en ligne depuis ce matin."},
	{2, "12:30", "Recruter une piqueuse, un métier qui revient", "Trois élèves du lycée de Vannes ont passé la semaine à l’atelier. L’une d’elles revient en janvier.", nil, []string{"machine"}, 4, none, none, 2, "consideration", "", scheduled, yann, ""},
	{3, "08:00", "Tempête annoncée en Manche", "On annonce de l’ouest, fort, jeudi. Nos délais de livraison s’allongent de deux jours vers les îles : nous préférons le dire avant.", nil, []string{"quai-sous-la-pluie"}, 2, none, 0, 0, "awareness", "Noroît", draft, corentn, ""},
	{4, "07:30", "Vendredi, on répare", "Vendredi, pendant que d’autres soldent, on répare. Apportez votre ciré, quelle que soit la marque : la première couture est pour nous.", nil, []string{"cires-au-mur"}, 3, 0, 2, 1, "conversion", "", scheduled, maelle, ""},
	{4, "18:30", "Liste des ateliers de réparation", "La liste des douze ateliers de la côte qui réparent comme nous, d’Ouessant à Noirmoutier.", nil, nil, 3, 0, 2, 0, "consideration", "partenaires", approved, ines, ""},
	{5, "10:00", "Portes ouvertes de décembre", "Samedi, portes ouvertes : essayage, vin chaud, et les chutes de toile à emporter pour coudre une trousse.", nil, []string{"fenetre"}, 1, 1, 0, 0, "conversion", "", changesAsked, corentn, "La date des portes ouvertes n’est pas celle du site : le 28 ou le 5 ? À vérifier avant de publier."},
	{7, "12:30", "Garder son ciré vingt ans", "Vingt ans, c’est long. Voici les quatre gestes qui font la différence, et le cinquième qu’il vaut mieux nous laisser.", nil, []string{"rouleaux"}, 3, 0, 2, 1, "loyalty", "", scheduled, ines, ""},
	{8, "18:15", "Un duffle pour la ville", "Il va au bureau, il va au vélo, il rentre trempé et content.", nil, []string{"parapluie"}, 0, none, 0, 1, "consideration", "", draft, ines, ""},
	{9, "09:00", "Les chutes de toile", "Rien ne se jette : les chutes deviennent trousses, sacs et fanions.", nil, []string{"poche"}, 3, 0, 2, 2, "consideration", "", scheduled, ines, ""},
	{10, "18:30", "La lettre de décembre", "La lettre de décembre part lundi. On y raconte l’histoire du premier ciré, celui de 2009, toujours en mer.", nil, nil, 1, 1, 1, 0, "conversion", "", toReview, yann, ""},
	{12, "12:30", "Le ciré d’enfant", "Il est trop grand la première année, juste la deuxième, et le cousin l’attend déjà.", nil, []string{"rouleaux"}, 1, 1, 0, 1, "conversion", "", scheduled, ines, ""},
	{14, "08:00", "Derniers jours pour commander", "Commande avant le 12, ciré sous le sapin. Après, nous ne promettons rien et nous le disons.", nil, []string{"cires-au-mur"}, 1, 1, 0, 0, "conversion", "", scheduled, maelle, ""},
	{16, "18:15", "Échange avec les marins de la SNSM", "Ils nous ont rapporté trois cirés usés par le sel. On apprend plus d’une couture qui lâche que de dix qui tiennent.", nil, []string{"quai-sous-la-pluie"}, 1, none, 3, 0, "awareness", "partenaires", idea, corentn, ""},
	{18, "12:30", "Calendrier d’atelier", "Une couture par jour, jusqu’à Noël.", nil, []string{"machine"}, 0, 1, 3, 2, "awareness", "à photographier", idea, ines, ""},
	{20, "09:00", "Le marché de Noël de Port-Louis", "Nous y serons, sous la citadelle, avec le poêle et les chapeaux.", nil, nil, 1, 1, 0, 0, "conversion", "", cancelled, corentn, ""},
	{22, "18:00", "Merci pour cette année", "Quatre cent douze réparations, onze couturières, une seule machine changée. Merci.", nil, []string{"fenetre"}, 1, none, 1, 0, "loyalty", "", draft, maelle, ""},
	{25, "10:00", "Bilan d’un an de réparations", "Le bilan, en chiffres et sans fard.", nil, nil, 3, 0, 2, 0, "loyalty", "", idea, yann, ""},
}

// today are the posts of the day itself; soon gives them their hour.
var today = []post{
	{0, "", "La marée de ce soir", "Coefficient 95 ce soir. Si vous passez par le quai, restez du côté des cirés jaunes : c’est nous, et le café est chaud.", nil, []string{"bateau"}, 2, none, 3, 0, "awareness", "", scheduled, corentn, ""},
	{0, "", "Le bouton qui manque", "Un bouton perdu ? Passez à l’atelier, nous en avons de toutes les années depuis 2009. C’est offert, avec un café.", nil, []string{"poche"}, 3, 0, 2, 1, "loyalty", "", scheduled, ines, ""},
}

// notes of the calendar's band: first day, last day, words.
var notes = []struct {
	from, to int
	body     string
}{
	{0, 1, "Photos du Noroît livrées mardi soir"},
	{3, 4, "Corentin absent"},
	{5, 6, "Portes ouvertes de l’atelier"},
	{9, 11, "Embargo collection d’hiver"},
}
