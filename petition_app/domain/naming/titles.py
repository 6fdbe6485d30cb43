"""Titles of jobs, fields of work and departments: what stands beside an employer without being one.

Every word is written as `folded` leaves it. None of them may be the whole name of a shipped employer; a test checks it.
"""

from __future__ import annotations

#: Occupations that make a title of whatever is before them: "Haskell engineer", "Pricing analyst".
OCCUPATIONS = frozenset(
    """
administrator analyst architect coder coordinator designer developer director engineer instructor lecturer librarian
manager officer postdoc professor programmer recruiter researcher scientist specialist statistician strategist
supervisor sysadmin technician technologist vp svp evp avp swe sde sdet sre ceo cto cfo coo cio ciso cmo cpo president
webmaster ingeniero ingeniera desarrollador desarrolladora programador programadora diseñador diseñadora analista
arquitecto arquitecta gerente directora profesor profesora investigador investigadora científico científica consultor
consultora ingénieur ingénieure développeur développeuse directeur directrice chercheur chercheuse professeur
professeure enseignant enseignante ingenieur ingenieurin entwickler entwicklerin softwareentwickler
softwareentwicklerin softwareingenieur programmierer programmiererin informatiker informatikerin leiter leiterin
geschäftsführer geschäftsführerin professorin wissenschaftler wissenschaftlerin forscher forscherin berater beraterin
doktorand doktorandin engenheiro engenheira desenvolvedor desenvolvedora projetista diretor diretora professora
pesquisador pesquisadora cientista ingegnere sviluppatore sviluppatrice direttore ricercatore ricercatrice professore
""".split()
)

#: Occupations that also end names of companies, or are too short to carry unknown words with them.
ROLES = OCCUPATIONS | frozenset(
    """
accountant admin advisor adviser advocate agent animator apprentice artist assistant associate attorney auditor
barista buyer cashier chair chairman chairperson chairwoman chemist chief clerk coach cofounder consultant copywriter
counsel counselor curator dba dean devops devrel doctor driver economist editor em employee evangelist executive
fellow founder head illustrator intern journalist lawyer lead linguist mathematician mechanic member moderator mts
nurse operator paralegal partner phd dphil physician physicist picker planner pm tpm tl tlm principal producer provost
psychologist qa rector rep reporter representative scholar secretary staff staffer student sociologist biologist
teacher tester trainee trainer translator tutor ux worker writer jefe jefa estudiante becario becaria empleado
empleada técnico técnica chef responsable étudiant étudiante stagiaire consultante salarié salariée employé employée
technicien technicienne mitarbeiter mitarbeiterin angestellter angestellte studentin praktikant praktikantin
werkstudent werkstudentin estagiário estagiária estudante funcionário funcionária studente
""".split()
)

_FIELDS = """
accessibility account accounts accounting acquisition advertising ads affairs ai analytics android animation
anthropology api app apps application applications applied art arts astronomy astrophysics asset assurance audience
audio automation back backend biochemistry bioinformatics biology biomedical brand browser build business chemical
chemistry chip civil classics clinical cloud cluster code cognitive commerce communication communications comms
community compiler compliance computational computer computing consumer content control core creative credit crypto
customer cyber cybersecurity data database delivery design desktop development dev digital distributed doctoral
documentation earth ecology economics edge education electrical electronic electronics embedded end engagement
engineering english enterprise environmental epidemiology ethics events experience facilities field film finance
financial firmware front frontend fraud fulfillment fulfilment full fullstack game games gaming gender general
geography geology global governance graphic graphics growth hardware hci health help desk history hr human humanities
identity industrial informatics information infosec infra infrastructure innovation insights integration integrations
intelligence interaction interactive interface internal internationalization investment ios it java javascript kernel
knowledge language languages law learning legal library linguistics linux literature local localization logistics
machine maintenance management manufacturing marketing mathematical mathematics maths math mechanical media medical
medicine membership merchandising microbiology ml mobile motion music network networking networks neuroscience nlp
nursing office online open operations ops optimization org organizational outreach packaging partnerships payments
payroll people performance philosophy physical physics physiology platform platforms policy political postdoctoral
power pr pricing privacy process procurement product products production program programme programs project projects
property psychology psychiatry public python quality quantitative rails ruby recruiting recruitment regional relations
release reliability research resources retail revenue risk robotics safety sales school science sciences scientific
search security semiconductor server service services silicon site social sociology software solution solutions source
sourcing stack standards statistics store strategic strategy studies success supply support sustainability system
systems talent teaching team tech technical technology test testing theory tool tooling tools traffic training travel
trust ui university urban usability user validation verification video vision visual visualization warehouse web
website wireless writing logiciel logicielle software dados datos données projeto projetos proyecto proyectos projet
projets produto producto produit sistemas systèmes système vendas ventas ventes recursos humanos sécurité seguridad
segurança informatique informática informatik daten desarrollo développement entwicklung pesquisa investigación
recherche forschung
""".split()

_RANKS = """
grad undergrad senior sr snr junior jr lead staff principal chief head associate assistant deputy vice executive group
distinguished founding founder technical visiting adjunct emeritus emerita tenured tenure track graduate undergraduate
phd dphil ms msc ba bs bsc ma mba postgraduate candidate mid level entry interim acting managing full time part
i ii iii iv v vi vii 1 2 3 4 5 6 7 l3 l4 l5 l6 l7 l8 l9 e3 e4 e5 e6 e7 e8 ic1 ic2 ic3 ic4 ic5 ic6 t3 t4 t5 t6
co rd r d first second third year
""".split()

_LINKS = (
    "of the and for in a an my as to de del la el los las du des le en et y e do da dos das und für von der di".split()
)

#: What may stand in a title beside an occupation.
TITLE_WORDS = ROLES | frozenset(_FIELDS) | frozenset(_RANKS) | frozenset(_LINKS)
#: What may follow the occupation: "Engineer III", "Director of …", "VP, …".
LEVELS = frozenset("i ii iii iv v vi vii 1 2 3 4 5 6 7 sr jr l3 l4 l5 l6 l7 l8 e3 e4 e5 e6 e7 e8".split())
OF = frozenset({"of", "de", "del", "des", "du", "da", "do", "für", "der", "di"})

#: Whole parts that name a department or a field and no occupation.
DEPARTMENTS = frozenset(
    """
accessibility|accounting|ads|ai|analytics|anthropology|applied mathematics|applied research|astronomy|backend|biology|
business development|chemistry|cloud|cognitive science|comms|communications|compliance|computer engineering|
computer science|computing|content|corporate communications|customer experience|customer service|customer success|
customer support|cybersecurity|data|data engineering|data science|design|developer experience|developer relations|
development|devops|devrel|economics|education|electrical engineering|eng|engineering|english|facilities|finance|
frontend|global affairs|growth|hardware|hardware engineering|history|hr|human resources|human computer interaction|
information science|information security|information systems|information technology|infosec|infra|infrastructure|it|
law|legal|linguistics|logistics|machine learning|maps|marketing|mathematics|maths|mechanical engineering|
eecs|ml|mobile|networking|open source|neuroscience|office of the cto|operations|ops|partnerships|
people operations|people ops|
philosophy|physics|platform|policy|political science|pr|privacy|product|product design|product development|
product management|product marketing|psychology|public policy|public relations|qa|quality assurance|recruiting|
research|research and development|r and d|sales|science and technology studies|security|site reliability|
site reliability engineering|social work|sociology|software|software development|software engineering|sre|
statistics|strategy|support|talent|talent acquisition|tech|technical support|technology|trust and safety|
user experience|user research|ux|ux design|ux research|warehouse|web development|
ingeniería|ingénierie|informatique|informática|informatik|forschung|recherche|entwicklung|développement
""".replace("\n", "").split("|")
)
_DEPARTMENT_NOUNS = frozenset({"department", "dept", "team", "faculty", "org"})


def is_department(words: list[str]) -> bool:
    """ "Physics", "Department of Physics", "Physics Department", "School of Computer Science"."""
    if " ".join(words) in DEPARTMENTS:
        return True
    if len(words) > 2 and words[0] in {"department", "dept", "faculty", "school"} and words[1] == "of":
        return " ".join(words[2:]) in DEPARTMENTS
    return len(words) > 1 and words[-1] in _DEPARTMENT_NOUNS and " ".join(words[:-1]) in DEPARTMENTS


def is_title(words: list[str]) -> bool:
    """A title in known words only."""
    return TITLE_WORDS.issuperset(words) and not ROLES.isdisjoint(words)


def title_of_something(words: list[str]) -> list[str] | None:
    """What a title with unknown words is of: the words before an occupation at its end, or after "of"; else None."""
    last = len(words) - 1
    while last > 0 and words[last] in LEVELS:
        last -= 1
    if words[last] in OCCUPATIONS:
        return words[:last]
    for place, word in enumerate(words[:-2]):
        if word not in TITLE_WORDS:
            return None
        if word in ROLES and words[place + 1] in OF:
            return words[place + 2 :]
    return None
