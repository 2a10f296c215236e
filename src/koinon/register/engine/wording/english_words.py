"""English words in bulk: verbs that can open an order, nouns that can act."""

from __future__ import annotations

BASE_VERBS = r"""
abandon abide abolish abstain accede accelerate accept accommodate accompany account achieve acknowledge
acquire act actively agree adapt add address adhere adjust administer adopt advance advise advocate
affirm align alleviate allocate allow also always amend amplify analyse analyze anticipate appeal apply
appoint apportion appraise approve arrange articulate ascertain ask assess assign assist assume assure
attach attend attract audit attach bind borrow brief catalogue compare confer correct count cover debate
inspect intervene invent itemise lengthen preside print refurbish reopen reprint revert spell spend staff
tabulate augment authorise authorize avoid ban bar base become begin benchmark bolster break bridge bring
broaden broker build call campaign carry cease celebrate champion change charge check choose circulate
clarify classify close co-operate co-ordinate codify collaborate collect combat combine come commemorate
commence commend commission commit communicate compensate compile complete comply conclude condemn
condition conduct confirm conform consider consolidate consult continue contribute control convene convey
cooperate coordinate counter create criminalise criminalize curb cut deal declare decline decriminalise
decriminalize deepen defend define delay delegate deliver demand demonstrate denounce deny deploy design
designate desist destroy detect determine develop devise devote direct disaggregate disburse disclose
discontinue discourage discuss dismantle display disseminate dissolve distinguish distribute diversify
divest do document donate double draft draw drop duly earmark ease educate effect effectively elaborate
elect elevate eliminate embed embrace empower enable enact encourage end endeavor endeavour endorse
enforce engage enhance enlarge enlist enrich enrol ensure enter entrench equip eradicate establish
evaluate examine exchange exclude execute exempt exercise exert expand expedite explain explicitly
explore express extend facilitate favor favour fight file finalise finalize finance find focus follow
forbid forge form formalise formalize formulate fortify foster free fulfil fulfill fully fund further
gather generate get give grant guarantee guard guide halt hand harmonise harmonize harness hasten have
head hear help highlight hire hold honor honour host identify immediately implement import impose improve
incentivise incentivize include incorporate increase inform initiate inject innovate insert insist instal
install institute institutionalise institutionalize instruct insulate integrate intensify interact
introduce invest investigate invite involve isolate issue join jointly keep launch lay lead learn
legalise legislate lend let leverage levy liaise liberalise lift limit link listen lobby localise look
lower mainstream maintain make manage mandate map match maximise maximize meaningfully measure mediate
meet minimise minimize mitigate mobilise mobilize modernise modernize modify monitor move multiply name
negotiate never nominate normalise not notify nurture oblige observe obtain offer open operate
operationalise operationalize oppose opt order organise organize orient outlaw overcome overhaul oversee
participate partner pass pay penalise perform permit persevere persist phase pilot place plan play please
pledge pool position postpone practice practise prepare prescribe present preserve press prevent
prioritise prioritize proactively process procure produce professionalise progressively prohibit promote
prompt promptly propose prosecute protect prove provide publicise publicize publicly publish pull punish
pursue push put raise ratify re-establish reach reaffirm realise realize reallocate rebuild recall
receive recognise recognize recommend recommit reconsider reconstitute record recruit redesign redirect
redouble reduce refer reflect reform refrain reframe refresh refuse regard register regularly regulate
rehabilitate reimburse reinforce reinstate reintegrate reinvigorate reiterate reject release relocate
rely remain remedy remember remind remove renew renounce repair repeal replace replenish report repudiate
request require rescind rescue reserve resettle resist resolve resource respect respond restore restrain
restrict restructure resume retain rethink retrain return reunite revamp reverse review revise revisit
revitalise revitalize revive revoke reward ring-fence roll root run safeguard sanction scale scrap screen
scrutinise scrutinize secure seek seize select send sensitise sensitize separate serve set settle shape
share shield shift shorten show sign significantly simplify solicit solve source speak specify speed
sponsor spread stand standardise start state stay steer step stimulate stop store strategise streamline
strengthen strictly strive structure study submit subscribe subsidise substantially sue supervise
supplement supply support surround survey suspend sustain swiftly switch synchronise systematically
tackle tailor take target teach tell terminate test thank tie tighten toughen trace track trade train
transfer transform transition translate transmit transpose travel treat trust try turn uncover undergo
understand undertake unify unite unlock unveil update upgrade uphold upscale urge urgently use utilise
utilize vacate validate verify view vote wage waive walk warn watch weave weigh welcome widen win
withdraw withhold work write
"""

AGENTS = r"""
academia academics actor actors administration administrations advisers advisors agencies agency agent
agents alliance ambassadors assemblies assembly association associations authorities authority bank banks
board bodies body broadcaster broadcasters bureau bureaux business businesses cabinet campaigners
candidate candidates caucus chair chairperson chairs charities churches cities citizens city coalition
coalitions commission commissioner commissioners commissions committee committees communities community
companies company conference congregation congress contractors convener conveners convenors corporation
corporations corps council councils countries country court courts cso csos defenders delegate delegates
delegation delegations democracies democracy department departments developers diplomats director
director-general distributors donor donors editors educators embassies embassy employees employers
entities entity envoy expert experts facilitators federation federations firm firms forces forum
foundation foundations fund funder funders funds government governments governor governors group groups
group’s heads hrds i industry ingos institution institutions intermediaries investors journalists judges
judiciaries judiciary lawmakers lawyers leader leaders leadership legislators legislature legislatures
lenders level levels majority manufacturers mayors mechanism mechanisms media member members military
minister ministers ministries ministry mission missions moderators monitors municipalities municipality
nation nation-states nations network networks newsrooms ngdos ngo ngos nhri nhris observer observers
office offices official officials ombudsman ombudsmen ombudsperson ombudspersons operators organ
organisation organisations organization organizations organs outlets owners panel parliament
parliamentarians parliaments participant participants parties partner partners party people peoples
personnel philanthropies philanthropy pillar pillars platform platforms police practitioners presidency
president presidents prosecutors providers public publisher publishers quartet rapporteur rapporteurs
regions regulator regulators representative representatives researchers schools secretariat secretariats
secretary-general sector sectors senate service services shareholders signatories signatory society staff
staffs stakeholder stakeholders state states summit suppliers system task-force taskforce teachers team
teams trainers treasury tribunal tribunals troika union unions universities university vendors volunteers
we women workers youth academy accountants advertisers airlines archives auditors brokers carriers clerks
clubs exchanges farmers guild guilds hospitals hosts inspectors institute institutes insurers
laboratories landlords leagues libraries museums newspapers notaries organisers organizers ports printers
registrars registries sponsors stations surveyors trustees agent clinics carers physicians engineers
"""
