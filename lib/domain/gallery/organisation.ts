import type { Effect, ScenarioDocument } from "../scenario";
import { counted, FIRST_NAMES, textList } from "./snippets";

const SURNAMES = [
  "Adler",
  "Bauer",
  "Costa",
  "Demir",
  "Ferrari",
  "Haas",
  "Hoffman",
  "Jansen",
  "Keller",
  "Kowalski",
  "Lang",
  "Meyer",
  "Novak",
  "Ortiz",
  "Petrov",
  "Roth",
  "Silva",
  "Vogel",
  "Weber",
  "Winter",
];

/** Kinds of tasks, with the problem that each may have. */
const KINDS = [
  {
    title: "the test of the alarm of an infusion pump",
    trouble:
      "in one of ten runs the alarm sounds some seconds late, which the test plan does not cover",
  },
  {
    title: "the user manual of a blood pressure monitor",
    trouble:
      "two of the steps it describes no longer match how the device works since the last change",
  },
  {
    title: "the quotation for a group of hospitals",
    trouble: "the price that has been promised leaves out the cost of the yearly inspection",
  },
  {
    title: "the documents for the approval of a thermometer",
    trouble: "some of the measurements come from a model that is no longer built",
  },
  {
    title: "the new casing of the laboratory scales",
    trouble: "the plastic that has been ordered becomes brittle in the cold",
  },
  {
    title: "the training course for service technicians",
    trouble: "it covers less than half of the faults that technicians meet",
  },
  {
    title: "the delivery plan for the spring orders",
    trouble: "it relies on a supplier who has been late three times in a row",
  },
  {
    title: "the software update of a blood analyser",
    trouble: "a few of the older devices restart after it",
  },
];

const TELL = "tell my supervisor";
const MEND = "put it right myself";
const LEAVE = "leave it as it is";

const ACT = "have it put right";
const PASS = "pass it on to my own supervisor";
const DROP = "give up the task";

/** The deadline of a task as text. */
const due = (task: string): string =>
  `{% assign weeks = ${task}.due | minus: round %}{% if weeks > 1 %}due in {{ weeks }} weeks{% elsif weeks == 1 %}due next week{% elsif weeks == 0 %}due this week{% else %}overdue{% endif %}`;

const hoursLeft = (task: string): string =>
  `{% assign left = ${task}.effort | minus: ${task}.hours %}{% if left > 0 %}about ${counted("left", "hour", "hours")} of work left{% else %}all other work done{% endif %}`;

/** The messages about an answer to those involved in a report, and the memory of the supervisor. */
const answered = (what: string, own: string): Effect[] => [
  {
    tell: "self",
    text: `{{ row.sender.name }} told you of a problem with {{ row.task.kind.title }}. ${own}`,
  },
  {
    tell: "row.sender",
    text: `You had told {{ self.name }} of a problem with {{ row.task.kind.title }}. ${what}{% if arg.reply %} {{ self.name }} wrote: “{{ arg.reply }}”{% endif %}`,
    importance: 0.8,
  },
  {
    when: "row.origin != row.sender",
    do: [
      {
        tell: "row.origin",
        text: `The problem with {{ row.task.kind.title }} that you had reported reached {{ self.name }}. ${what}`,
        importance: 0.8,
      },
    ],
  },
];

const delivered = "Task.filter(t, t.state == 'done')";
const choices = "(world.told + world.mended + world.left)";
const asked = (item: "safety" | "use"): string => `Employee.filter(e, e.${item} != null)`;

/** Employees of a hierarchy notice problems and speak up, solve them alone, or say nothing. */
export const organisation: ScenarioDocument = {
  schema: "microcosm/scenario/1",
  name: "organisation",
  title: "Voice and silence in a hierarchy",
  summary:
    "Employees work on tasks and notice problems. They tell their supervisor, fix things themselves, or leave them; supervisors have the problem fixed, pass the report up, or leave it.",
  description:
    "A company as a tree of supervisors and employees. Those without staff of their own work on tasks: each week they decide how many hours they put in and which task comes first. Some tasks have a problem that only shows in the work. " +
    "Whoever notices one may tell their supervisor, fix it in their own time, or leave it. Supervisors answer each report in the same week: they have the problem fixed, pass the report on to their own supervisor (who answers in the next week), leave it, or give up the task. " +
    "The answers are remembered, so that experience with speaking up, good or bad, feeds back on whether people do. A short staff survey asks from time to time whether it is safe, and of any use, to point out problems: the two beliefs from which, " +
    "according to Morrison and Milliken, a climate of silence grows.",
  domain: "Organisational behaviour",
  literature: [
    "Morrison, E. W., & Milliken, F. J. (2000). Organizational silence: a barrier to change and development in a pluralistic world. Academy of Management Review, 25, 706–725.",
    "Edmondson, A. (1999). Psychological safety and learning behavior in work teams. Administrative Science Quarterly, 44, 350–383. (The items on safety, adapted.)",
    "Detert, J. R., & Burris, E. R. (2007). Leadership behavior and employee voice: is the door really open? Academy of Management Journal, 50, 869–884.",
    "Milliken, F. J., Morrison, E. W., & Hewlin, P. F. (2003). An exploratory study of employee silence: issues that employees don’t communicate upward and why. Journal of Management Studies, 40, 1453–1476.",
  ],
  questions: [
    "Does more of what employees notice reach the top in a flat hierarchy than in a steep one?",
    "Does an invitation to speak up, written by the management, change what people do, and for how long?",
    "Do people who were told of no action fall silent, and put more hours into mending things themselves?",
  ],
  instructions:
    "You take part in a study of everyday work in companies. You will be told who you are, what you do and what has happened so far. Decide as that person would, in their position and with their experience. A round of the study is one week.\n\n" +
    "The company, Halden Instruments, makes devices for hospitals and laboratories and has {{ param.employees | number }} employees. Contracts are for 38 hours a week, and overtime is not paid. Tasks that are not finished two weeks after they are due are withdrawn by the customer.",
  parameters: {
    employees: { type: "integer", default: 40, min: 3, max: 200_000, label: "Number of employees" },
    span: {
      type: "integer",
      default: 3,
      min: 1,
      max: 12,
      label: "Employees per supervisor",
      description: "Few make a steep hierarchy, many a flat one.",
    },
    weeks: { type: "integer", default: 8, min: 1, max: 104, label: "Number of weeks" },
    load: {
      type: "number",
      default: 0.55,
      min: 0,
      max: 1,
      label: "Probability of a new task in a week",
      description:
        "For each employee without staff who has fewer than three open tasks. In the first week everybody gets one.",
    },
    problems: {
      type: "number",
      default: 0.6,
      min: 0,
      max: 1,
      label: "Share of tasks with a problem",
    },
    mending: {
      type: "integer",
      default: 10,
      min: 0,
      max: 80,
      label: "Hours to put a problem right oneself",
      unit: "hours",
    },
    invitation: {
      type: "boolean",
      default: false,
      label: "After half of the weeks, the management invites all staff to speak up",
    },
    survey: {
      type: "integer",
      default: 4,
      min: 1,
      max: 104,
      label: "Weeks between staff surveys",
      description: "The first is in the first week.",
    },
  },
  rounds: "param.weeks",
  world: {
    created: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Tasks created so far",
    },
    done: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Tasks delivered so far",
    },
    dropped: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Tasks given up or withdrawn so far",
    },
    told: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Problems reported in the week",
    },
    mended: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Problems put right by oneself in the week",
    },
    left: {
      type: "integer",
      init: 0,
      dynamic: true,
      visible: "nobody",
      label: "Problems left in the week",
    },
  },
  agents: {
    Employee: {
      label: "Employee",
      count: "param.employees",
      attributes: {
        name: {
          type: "text",
          init: `choice(${textList(FIRST_NAMES)}) + ' ' + choice(${textList(SURNAMES)})`,
          visible: "public",
          label: "Name",
        },
        age: {
          type: "integer",
          init: { distribution: "truncatedNormal", mean: 42, sd: 11, min: 21, max: 65 },
          visible: "self",
          label: "Age",
          unit: "years",
        },
        tenure: {
          type: "integer",
          init: "1 + floor(uniform(0, 0.7) * (self.age - 20))",
          visible: "self",
          label: "Years with the company",
          unit: "years",
        },
        manner: {
          type: "category",
          options: ["rather quiet", "neither quiet nor talkative", "rather talkative"],
          init: { distribution: "categorical", weights: [0.3, 0.4, 0.3] },
          visible: "self",
          label: "Manner",
        },
        level: {
          type: "integer",
          init: 0,
          dynamic: true,
          visible: "nobody",
          label: "Level",
          description: "0 at the top.",
        },
        worked: {
          type: "integer",
          init: { constant: null },
          dynamic: true,
          visible: "self",
          label: "Hours worked in the week",
          unit: "hours",
        },
        spare: {
          type: "number",
          init: 0,
          dynamic: true,
          visible: "nobody",
          label: "Hours not yet spent on a task",
          unit: "hours",
        },
        safety: {
          type: "number",
          init: { constant: null },
          dynamic: true,
          visible: "self",
          label: "Safety of speaking up",
          unit: "from 1 to 7",
        },
        use: {
          type: "number",
          init: { constant: null },
          dynamic: true,
          visible: "self",
          label: "Use of speaking up",
          unit: "from 1 to 7",
        },
      },
      describe: "{{ self.name }}",
      profile:
        `You are {{ self.name }}, {{ self.age }} years old, and have been with Halden Instruments for ${counted("self.tenure", "year", "years")}. ` +
        "{% if view.boss.size > 0 %}Your supervisor is {{ view.boss[0].name }}.{% else %}You are the managing director.{% endif %}" +
        "{% if view.team.size > 0 %} {{ view.team | map: 'name' | list }} {% if view.team.size == 1 %}reports{% else %}report{% endif %} to you.{% endif %} " +
        "Colleagues would call you {{ self.manner }}." +
        `{% if view.team.size == 0 %} You are contracted for 38 hours a week{% if self.worked != null %} and worked ${counted("self.worked", "hour", "hours")} in the last week in which you had tasks{% endif %}.{% endif %}`,
      memory: { kind: "short", keep: 8 },
    },
  },
  tables: {
    Kind: {
      label: "Kind of task",
      attributes: {
        title: { type: "text" },
        trouble: { type: "text", label: "What may be wrong" },
      },
      rows: KINDS,
    },
    Task: {
      label: "Task",
      attributes: {
        owner: { type: "ref", to: "Employee" },
        kind: { type: "ref", to: "Kind" },
        created: { type: "integer" },
        due: { type: "integer", dynamic: true },
        effort: {
          type: "integer",
          init: "round(uniform(30, 80))",
          dynamic: true,
          label: "Work needed",
          unit: "hours",
        },
        hours: { type: "number", init: 0, dynamic: true, label: "Work done", unit: "hours" },
        flaw: {
          type: "boolean",
          init: "chance(param.problems)",
          visible: "nobody",
          label: "Has a problem",
        },
        concern: {
          type: "category",
          options: ["unnoticed", "noticed", "reported", "answered", "left", "resolved"],
          init: { constant: "unnoticed" },
          dynamic: true,
          label: "State of the problem",
        },
        state: {
          type: "category",
          options: ["open", "done", "dropped"],
          init: { constant: "open" },
          dynamic: true,
          label: "State",
        },
      },
      describe: `{{ self.kind.title }}; ${due("self")}; ${hoursLeft("self")}`,
    },
    Report: {
      label: "Report",
      description:
        "What an employee tells their supervisor of a problem. One that is passed on is a new report, from the supervisor to theirs.",
      attributes: {
        task: { type: "ref", to: "Task" },
        origin: { type: "ref", to: "Employee", label: "Who noticed the problem" },
        sender: { type: "ref", to: "Employee" },
        receiver: { type: "ref", to: "Employee" },
        round: { type: "integer" },
        text: { type: "text" },
        status: {
          type: "category",
          options: ["waiting", "acted", "passed", "left", "dropped", "unanswered"],
          init: { constant: "waiting" },
          dynamic: true,
        },
      },
    },
  },
  networks: {
    Leads: {
      label: "Who supervises whom",
      between: ["Employee", "Employee"],
      directed: true,
      generate: { kind: "tree", branching: "param.span" },
    },
  },
  views: {
    boss: { label: "One's supervisor", from: "Leads.filter(t, t.target == self).map(t, t.source)" },
    team: { label: "Who reports to oneself", from: "neighbours('Leads', self)" },
    tasks: {
      label: "One's tasks with work left, the first due first",
      from: "Task",
      where: "row.owner == self && row.state == 'open' && row.hours < row.effort",
      rank: "-row.due",
    },
    troubled: {
      label: "One's open tasks with a problem to decide about",
      from: "Task",
      where: "row.owner == self && row.state == 'open' && row.concern in ['noticed', 'answered']",
    },
    inbox: {
      label: "Reports that wait for one's answer",
      from: "Report",
      where: "row.receiver == self && row.status == 'waiting' && row.task.state == 'open'",
    },
  },
  actions: {
    work: {
      label: "Work",
      when: "count(view.tasks) > 0",
      prompt:
        "This week you have {% if view.tasks.size == 1 %}one task{% else %}{{ view.tasks.size }} tasks{% endif %}, listed below. " +
        "{% if view.tasks.size == 1 %}How many hours do you work on it this week?{% else %}Which do you work on first, and how many hours do you work this week? What is left of your time goes to the other {% if view.tasks.size == 2 %}task{% else %}tasks{% endif %}.{% endif %}",
      inputs: {
        task: {
          type: "ref",
          view: "tasks",
          label: "Task",
          description: "the one you work on first",
        },
        hours: {
          type: "integer",
          min: 0,
          max: 60,
          label: "Hours",
          description: "hours of work this week",
        },
      },
      require: {
        that: "arg.task.state == 'open' && arg.task.owner == self",
        else: "this task is no longer yours to work on",
      },
      effects: [
        { set: "self.worked", to: "arg.hours" },
        { set: "self.spare", to: "arg.hours" },
        {
          forEach:
            "sort(Task.filter(t, t.owner == self && t.state == 'open'), t, t == arg.task ? -1 : t.due)",
          as: "t",
          do: [
            {
              let: { spent: "min(self.spare, max(0, t.effort - t.hours))" },
              do: [
                { set: "t.hours", to: "t.hours + spent" },
                { set: "self.spare", to: "self.spare - spent" },
                {
                  when: "spent > 0 && t.flaw && t.concern == 'unnoticed'",
                  do: [{ set: "t.concern", to: "'noticed'" }],
                },
              ],
            },
          ],
        },
      ],
    },
    decide: {
      label: "Deal with a problem",
      when: "count(view.boss) > 0",
      prompt:
        "{% if row.concern == 'noticed' %}Working on {{ row.kind.title }}, you noticed a problem: {{ row.kind.trouble }}.{% else %}There is still the problem with {{ row.kind.title }} that you reported: {{ row.kind.trouble }}.{% endif %} " +
        `The task is ${due("row")}, with ${hoursLeft("row")}. Putting the problem right yourself would take about ${counted("param.mending", "more hour", "more hours")}. What do you do?`,
      inputs: {
        response: { type: "category", options: [TELL, MEND, LEAVE], label: "What you do" },
        message: {
          type: "text",
          maxLength: 300,
          optional: true,
          label: "Message",
          description:
            "what you write to your supervisor if you tell them, in one to three sentences; otherwise null",
        },
      },
      require: { that: "row.state == 'open'", else: "the task has ended" },
      effects: [
        {
          when: `arg.response == '${TELL}'`,
          do: [
            {
              insert: "Report",
              row: {
                task: "row",
                origin: "self",
                sender: "self",
                receiver: "first(view.boss)",
                round: "round",
                text: "has(arg.message) ? arg.message : ''",
              },
            },
            { set: "row.concern", to: "'reported'" },
            { set: "world.told", to: "world.told + 1" },
          ],
          else: [
            {
              when: `arg.response == '${MEND}'`,
              do: [
                { set: "row.concern", to: "'resolved'" },
                { set: "row.effort", to: "row.effort + param.mending" },
                { set: "world.mended", to: "world.mended + 1" },
                {
                  tell: "self",
                  text: "There was a problem with {{ row.kind.title }}, and you put it right yourself.",
                },
              ],
              else: [
                { set: "row.concern", to: "'left'" },
                { set: "world.left", to: "world.left + 1" },
                {
                  tell: "self",
                  text: "There was a problem with {{ row.kind.title }}, and you left it as it was.",
                },
              ],
            },
          ],
        },
      ],
    },
    answer: {
      label: "Answer a report",
      prompt:
        "{{ row.sender.name }}, who reports to you, tells you of a problem with {{ row.task.kind.title }}, {% if row.origin == row.sender %}one of their own tasks{% else %}a task that {{ row.origin.name }} works on{% endif %}: {{ row.task.kind.trouble }}." +
        "{% if row.text != '' %} The message: “{{ row.text }}”{% endif %}\n\n" +
        `The task is ${due("row.task")}, with ${hoursLeft("row.task")}. What do you do?`,
      inputs: {
        response: {
          type: "category",
          options: `count(view.boss) > 0 ? ['${ACT}', '${PASS}', '${LEAVE}', '${DROP}'] : ['${ACT}', '${LEAVE}', '${DROP}']`,
          label: "What you do",
        },
        reply: {
          type: "text",
          maxLength: 300,
          optional: true,
          label: "Reply",
          description: "what you write back, in one or two sentences; null to write nothing",
        },
      },
      require: {
        that: "row.status == 'waiting' && row.task.state == 'open'",
        else: "the task has ended",
      },
      effects: [
        {
          when: `arg.response == '${PASS}'`,
          do: [
            { set: "row.status", to: "'passed'" },
            {
              insert: "Report",
              row: {
                task: "row.task",
                origin: "row.origin",
                sender: "self",
                receiver: "first(view.boss)",
                round: "round",
                text: "row.text",
              },
            },
            {
              tell: "row.sender",
              text: "You had told {{ self.name }} of a problem with {{ row.task.kind.title }}. {{ self.name }} passed it on.{% if arg.reply %} {{ self.name }} wrote: “{{ arg.reply }}”{% endif %}",
            },
            {
              tell: "self",
              text: "You passed on to your supervisor what {{ row.sender.name }} had told you of a problem with {{ row.task.kind.title }}.",
            },
          ],
          else: [
            {
              when: `arg.response == '${ACT}'`,
              do: [
                { set: "row.status", to: "'acted'" },
                { set: "row.task.concern", to: "'resolved'" },
                { set: "row.task.due", to: "max(row.task.due, round + 1)" },
                ...answered("It was put right.", "You had it put right."),
              ],
              else: [
                {
                  when: `arg.response == '${DROP}'`,
                  do: [
                    { set: "row.status", to: "'dropped'" },
                    { set: "row.task.state", to: "'dropped'" },
                    { set: "world.dropped", to: "world.dropped + 1" },
                    ...answered("The task was given up.", "You gave up the task."),
                  ],
                  else: [
                    { set: "row.status", to: "'left'" },
                    { set: "row.task.concern", to: "'answered'" },
                    ...answered("Nothing was done about it.", "You left it as it was."),
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  },
  questionnaires: {
    climate: {
      label: "Staff survey",
      intro:
        "The company holds its staff survey. Your answers are anonymous. How much do you disagree or agree with each statement about working here? 1 means strongly disagree, 7 means strongly agree.",
      items: {
        raise: {
          type: "integer",
          min: 1,
          max: 7,
          label: "Raising problems",
          description: "People here are able to bring up problems and difficult issues.",
        },
        held: {
          type: "integer",
          min: 1,
          max: 7,
          label: "Held against",
          description: "If you make a mistake here, it is often held against you.",
        },
        acted: {
          type: "integer",
          min: 1,
          max: 7,
          label: "Something is done",
          description: "When somebody here points out a problem, something is done about it.",
        },
        wasted: {
          type: "integer",
          min: 1,
          max: 7,
          label: "Waste of time",
          description: "Pointing out problems here is a waste of time.",
        },
      },
      effects: [
        { set: "self.safety", to: "(arg.raise + 8 - arg.held) / 2" },
        { set: "self.use", to: "(arg.acted + 8 - arg.wasted) / 2" },
      ],
    },
  },
  phases: [
    {
      id: "hierarchy",
      label: "Levels of the hierarchy",
      if: "round == 1",
      // Supervisors are created before their subordinates, so that their level is known.
      rules: [
        { forEach: "Leads", as: "t", do: [{ set: "t.target.level", to: "t.source.level + 1" }] },
      ],
    },
    {
      id: "assign",
      label: "New tasks",
      rules: [
        { set: "world.told", to: 0 },
        { set: "world.mended", to: 0 },
        { set: "world.left", to: 0 },
        {
          forEach: "Employee.filter(e, degree('Leads', e) == 0)",
          as: "e",
          do: [
            {
              when: "(round == 1 || chance(param.load)) && count(Task, t, t.owner == e && t.state == 'open') < 3",
              do: [
                {
                  insert: "Task",
                  row: { owner: "e", kind: "choice(Kind)", created: "round", due: "round + 2" },
                },
                { set: "world.created", to: "world.created + 1" },
              ],
            },
          ],
        },
      ],
    },
    { id: "work", label: "Working", decide: "Employee", do: ["work"] },
    {
      id: "notice",
      label: "Problems noticed",
      decide: "Employee",
      do: ["decide"],
      each: "troubled",
    },
    {
      id: "respond",
      label: "Supervisors answer",
      decide: "Employee",
      do: ["answer"],
      each: "inbox",
    },
    {
      id: "deliver",
      label: "Delivery",
      rules: [
        {
          forEach:
            "Task.filter(t, t.state == 'open' && t.hours >= t.effort && t.concern != 'reported')",
          as: "t",
          do: [
            { set: "t.state", to: "'done'" },
            { set: "world.done", to: "world.done + 1" },
          ],
        },
        {
          forEach: "Task.filter(t, t.state == 'open' && round >= t.due + 2)",
          as: "t",
          do: [
            { set: "t.state", to: "'dropped'" },
            { set: "world.dropped", to: "world.dropped + 1" },
            {
              tell: "t.owner",
              text: "The customer withdrew from {{ t.kind.title }}, which was two weeks overdue.",
              importance: 0.7,
            },
          ],
        },
        {
          forEach: "Report.filter(r, r.status == 'waiting' && r.task.state != 'open')",
          as: "r",
          do: [{ set: "r.status", to: "'unanswered'" }],
        },
      ],
    },
    {
      id: "survey",
      label: "Staff survey",
      ask: "climate",
      who: "Employee",
      if: "(round - 1) % param.survey == 0",
    },
  ],
  interventions: [
    {
      id: "invitation",
      label: "The management invites staff to speak up",
      at: "param.invitation && round == floor(param.weeks / 2) + 1",
      do: [
        {
          tell: "Employee",
          importance: 0.8,
          text: "The management wrote to all staff: “If you notice that something is wrong with your work or with a product, please tell your supervisor. Supervisors will answer every report, and nobody will be worse off for one.”",
        },
      ],
    },
  ],
  measures: {
    voice: {
      value: `${choices} > 0 ? world.told / ${choices} : null`,
      label: "Voice",
      description:
        "Share of the problems decided about in the week that were reported to the supervisor.",
      unit: "share",
    },
    silence: {
      value: `${choices} > 0 ? world.left / ${choices} : null`,
      label: "Left as it is",
      description:
        "Share of the problems decided about in the week that were neither reported nor fixed.",
      unit: "share",
    },
    acted: {
      value:
        "count(Report, r, r.status in ['acted', 'left', 'dropped']) > 0 ? count(Report, r, r.status == 'acted') / count(Report, r, r.status in ['acted', 'left', 'dropped']) : null",
      label: "Reports acted upon",
      description: "Share of the reports decided about so far whose problem was fixed.",
      unit: "share",
    },
    top: {
      value:
        "count(Report, r, r.sender == r.origin) > 0 ? count(Report, r, r.receiver.level == 0) / count(Report, r, r.sender == r.origin) : null",
      label: "Reports that reach the top",
      description:
        "Reports that reached the managing director so far, as a share of all that employees made.",
      unit: "share",
    },
    faulty: {
      value: `count(${delivered}) > 0 ? share(${delivered}, t, t.flaw && t.concern != 'resolved') : null`,
      label: "Delivered with a problem",
      description: "Share of the tasks delivered so far whose problem had not been fixed.",
      unit: "share",
    },
    hours: {
      value: "mean(Employee.filter(e, e.worked != null).map(e, e.worked))",
      label: "Hours worked",
      description: "Mean over employees with tasks, in the last week in which they had any.",
      unit: "hours a week",
    },
    safety: {
      value: `mean(${asked("safety")}.map(e, e.safety))`,
      label: "Safety of speaking up",
      description: "Mean of two items of the last staff survey.",
      unit: "from 1 to 7",
    },
    use: {
      value: `mean(${asked("use")}.map(e, e.use))`,
      label: "Use of speaking up",
      description: "Mean of two items of the last staff survey.",
      unit: "from 1 to 7",
    },
    open: { value: "count(Task, t, t.state == 'open')", label: "Open tasks", unit: "tasks" },
    done: { value: "world.done", label: "Tasks delivered so far", unit: "tasks" },
    dropped: { value: "world.dropped", label: "Tasks given up or withdrawn so far", unit: "tasks" },
  },
};
