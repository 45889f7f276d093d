CREATE TABLE activities (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  uri          TEXT NOT NULL UNIQUE,
  actor        TEXT NOT NULL,
  type         TEXT NOT NULL,
  audience     TEXT NOT NULL,
  document     BLOB NOT NULL,
  published_at TIMESTAMP NOT NULL
);
CREATE INDEX activities_outbox ON activities (actor, audience, id);
CREATE TABLE actor_keys (
  name           TEXT PRIMARY KEY,
  rsa_sealed     BLOB NOT NULL,
  rsa_public     TEXT NOT NULL,
  ed25519_sealed BLOB NOT NULL,
  ed25519_public BLOB NOT NULL
);
CREATE TABLE acts (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting INTEGER NOT NULL REFERENCES meetings (id),
  kind    TEXT NOT NULL,
  member  INTEGER NOT NULL,
  item    INTEGER NOT NULL,
  count   INTEGER NOT NULL,
  at      TIMESTAMP NOT NULL,
  undo    BLOB NOT NULL
);
CREATE INDEX acts_meeting ON acts (meeting);
CREATE TABLE adjournments (
  meeting      INTEGER NOT NULL REFERENCES meetings (id),
  item         INTEGER NOT NULL REFERENCES items (id),
  title        TEXT NOT NULL,
  "to"         INTEGER NOT NULL REFERENCES meetings (id),
  adjourned_at TIMESTAMP NOT NULL,
  PRIMARY KEY (meeting, item)
);
CREATE TABLE alerts (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  digest   TEXT NOT NULL UNIQUE,
  actor    TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('heads', 'records')),
  evidence BLOB NOT NULL,
  found_by TEXT NOT NULL,
  found_at TIMESTAMP NOT NULL,
  place    INTEGER NOT NULL,
  reach    INTEGER NOT NULL,
  answer   BLOB NOT NULL
);
CREATE INDEX alerts_actor ON alerts (actor);
CREATE TABLE announcements (
  source  TEXT NOT NULL CHECK (source IN ('meeting', 'gathering')),
  id      INTEGER NOT NULL,
  number  INTEGER NOT NULL,
  edition TEXT NOT NULL,
  ends_at TIMESTAMP NOT NULL,
  PRIMARY KEY (source, id, number)
);
CREATE TABLE answers (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal     TEXT NOT NULL,
  commune      TEXT NOT NULL,
  name         TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  digest       TEXT NOT NULL,
  uri          TEXT NOT NULL,
  hash         TEXT NOT NULL,
  yes          BOOLEAN NOT NULL,
  reservations TEXT NOT NULL,
  "for"        INTEGER NOT NULL,
  against      INTEGER NOT NULL,
  abstain      INTEGER NOT NULL,
  electorate   INTEGER NOT NULL,
  decided_at   TIMESTAMP NOT NULL,
  decision     TEXT NOT NULL,
  document     BLOB NOT NULL,
  contested    BOOLEAN NOT NULL,
  stands       BOOLEAN NOT NULL,
  apart        TEXT NOT NULL,
  heard_at     TIMESTAMP NOT NULL,
  UNIQUE (proposal, digest)
);
CREATE INDEX answers_commune ON answers (proposal, commune);
CREATE TABLE "ballots" (
  motion     INTEGER NOT NULL,
  elector    INTEGER NOT NULL,
  choice     TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstain', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12')),
  cast_at    TIMESTAMP NOT NULL,
  entered_by INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (motion, elector),
  FOREIGN KEY (motion, elector) REFERENCES electors (motion, member)
);
CREATE TABLE bodies (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL CHECK (kind IN ('secretariat', 'commission', 'popular')),
  slug         TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  purpose      TEXT NOT NULL,
  until        TEXT NOT NULL,
  created      INTEGER NOT NULL,
  created_at   TIMESTAMP NOT NULL,
  dissolved    INTEGER NOT NULL,
  dissolved_at TIMESTAMP NOT NULL,
  signal       TEXT NOT NULL
);
CREATE TABLE body_decisions (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  body        INTEGER NOT NULL REFERENCES bodies (id),
  year        INTEGER NOT NULL,
  rank        INTEGER NOT NULL,
  mandate     INTEGER NOT NULL REFERENCES mandates (id),
  clause      INTEGER NOT NULL CHECK (clause > 0),
  clause_text TEXT NOT NULL,
  text        TEXT NOT NULL,
  audience    TEXT NOT NULL CHECK (audience IN ('public', 'confederation', 'members')),
  taken_by    INTEGER NOT NULL REFERENCES members (id),
  taken_at    TIMESTAMP NOT NULL,
  seq         INTEGER NOT NULL,
  UNIQUE (body, year, rank)
);
CREATE TABLE body_records (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  body        INTEGER NOT NULL REFERENCES peer_bodies (id),
  digest      TEXT NOT NULL UNIQUE,
  kind        TEXT NOT NULL,
  audience    TEXT NOT NULL,
  document    BLOB NOT NULL,
  received_at TIMESTAMP NOT NULL
);
CREATE INDEX body_records_body ON body_records (body, id);
CREATE TABLE calendar_feeds (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  member  INTEGER NOT NULL REFERENCES members (id),
  body    INTEGER NOT NULL,
  made_at TIMESTAMP NOT NULL,
  UNIQUE (member, body)
);
CREATE TABLE charge_notes (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  decision   INTEGER NOT NULL REFERENCES charges (decision),
  body       INTEGER NOT NULL,
  state      TEXT NOT NULL,
  text       TEXT NOT NULL,
  written_by INTEGER NOT NULL REFERENCES members (id),
  written_at TIMESTAMP NOT NULL
);
CREATE INDEX charge_notes_decision ON charge_notes (decision);
CREATE TABLE charges (
  decision   INTEGER PRIMARY KEY REFERENCES decisions (id),
  body       INTEGER NOT NULL REFERENCES bodies (id),
  state      TEXT NOT NULL CHECK (state IN ('todo', 'doing', 'done', 'given_up')),
  review_on  TEXT NOT NULL,
  charged_by INTEGER NOT NULL REFERENCES members (id),
  charged_at TIMESTAMP NOT NULL,
  changed_at TIMESTAMP NOT NULL
);
CREATE INDEX charges_body ON charges (body);
CREATE TABLE charters (
  version    INTEGER PRIMARY KEY,
  text       TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  adopted_at TIMESTAMP NOT NULL
, decision INTEGER NOT NULL DEFAULT 0);
CREATE TABLE chat_rooms (
  key    TEXT PRIMARY KEY CHECK (key IN ('sympathisers', 'members')),
  url    TEXT NOT NULL,
  set_by INTEGER NOT NULL,
  set_at TIMESTAMP NOT NULL
);
CREATE TABLE "co_organisers" (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  body     INTEGER NOT NULL REFERENCES bodies (id),
  actor    TEXT NOT NULL,
  name     TEXT NOT NULL,
  inbox    TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused', 'taken_back', 'left')),
  offer    TEXT NOT NULL,
  decision TEXT NOT NULL,
  since    TIMESTAMP NOT NULL,
  answer   TEXT NOT NULL DEFAULT '',
  UNIQUE (body, actor)
);
CREATE INDEX co_organisers_answer ON co_organisers (answer);
CREATE INDEX co_organisers_offer ON co_organisers (offer);
CREATE TABLE comers (
  gathering INTEGER NOT NULL REFERENCES gatherings (id),
  number    INTEGER NOT NULL,
  member    INTEGER NOT NULL REFERENCES members (id),
  edition   INTEGER NOT NULL,
  ends_at   TIMESTAMP NOT NULL,
  PRIMARY KEY (gathering, number, member)
);
CREATE TABLE comparisons (
  body       INTEGER NOT NULL REFERENCES bodies (id),
  point      TEXT NOT NULL,
  answer     TEXT NOT NULL CHECK (answer IN ('unknown', 'no', 'partly', 'yes')),
  note       TEXT NOT NULL,
  written_by INTEGER NOT NULL REFERENCES members (id),
  written_at TIMESTAMP NOT NULL,
  PRIMARY KEY (body, point)
);
CREATE TABLE conveners (
  meeting INTEGER NOT NULL REFERENCES meetings (id),
  member  INTEGER NOT NULL REFERENCES members (id),
  PRIMARY KEY (meeting, member)
);
CREATE TABLE convocations (
  meeting  INTEGER PRIMARY KEY REFERENCES meetings (id),
  sent_at  TIMESTAMP NOT NULL,
  log_size INTEGER NOT NULL,
  log_hash BLOB NOT NULL
);
CREATE TABLE corrections (
  decision INTEGER PRIMARY KEY REFERENCES decisions (id),
  meeting  INTEGER NOT NULL REFERENCES minutes (meeting)
);
CREATE INDEX corrections_meeting ON corrections (meeting);
CREATE TABLE cosignatures (
  witness TEXT PRIMARY KEY,
  size    INTEGER NOT NULL,
  line    TEXT NOT NULL,
  at      TIMESTAMP NOT NULL
);
CREATE TABLE council_sittings (
  record    TEXT PRIMARY KEY,
  council   TEXT NOT NULL,
  closed_at TIMESTAMP NOT NULL
);
CREATE TABLE decisions (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  year       INTEGER NOT NULL,
  rank       INTEGER NOT NULL,
  motion     INTEGER NOT NULL UNIQUE REFERENCES motions (id),
  meeting    INTEGER NOT NULL REFERENCES meetings (id),
  form       TEXT NOT NULL,
  text       TEXT NOT NULL,
  "for"      INTEGER NOT NULL,
  against    INTEGER NOT NULL,
  abstain    INTEGER NOT NULL,
  electorate INTEGER NOT NULL,
  audience   TEXT NOT NULL,
  decided_at TIMESTAMP NOT NULL,
  seq        INTEGER NOT NULL UNIQUE,
  mode       TEXT NOT NULL DEFAULT 'named',
  assembly   TEXT NOT NULL DEFAULT '', majority TEXT NOT NULL DEFAULT 'cast' CHECK (majority IN ('cast', 'voters', 'electors')),
  UNIQUE (assembly, year, rank)
);
CREATE INDEX decisions_audience ON decisions (assembly, audience, id);
CREATE TABLE departures (
  member   INTEGER PRIMARY KEY REFERENCES members (id),
  mandate  INTEGER NOT NULL,
  asked_at TIMESTAMP NOT NULL,
  due_at   TIMESTAMP NOT NULL
);
CREATE TABLE documents (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  item       INTEGER NOT NULL REFERENCES items (id),
  title      TEXT NOT NULL,
  url        TEXT NOT NULL,
  file       INTEGER NOT NULL,
  name       TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size       INTEGER NOT NULL,
  added_by   INTEGER NOT NULL REFERENCES members (id),
  added_at   TIMESTAMP NOT NULL
);
CREATE INDEX documents_item ON documents (item);
CREATE TABLE drafts (
  member   INTEGER NOT NULL REFERENCES members (id),
  meeting  INTEGER NOT NULL,
  item     INTEGER NOT NULL,
  version  INTEGER NOT NULL,
  title    TEXT NOT NULL,
  text     TEXT NOT NULL,
  theme    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  minutes  INTEGER NOT NULL,
  saved_at TIMESTAMP NOT NULL,
  PRIMARY KEY (member, meeting, item)
);
CREATE TABLE dues_letters (
  member  INTEGER NOT NULL REFERENCES members (id),
  kind    TEXT NOT NULL,
  until   TEXT NOT NULL,
  sent_at TIMESTAMP NOT NULL,
  PRIMARY KEY (member, kind)
);
CREATE TABLE editings (
  item   INTEGER NOT NULL REFERENCES items (id),
  member INTEGER NOT NULL REFERENCES members (id),
  until  TIMESTAMP NOT NULL,
  PRIMARY KEY (item, member)
);
CREATE TABLE electors (
  motion   INTEGER NOT NULL REFERENCES motions (id),
  member   INTEGER NOT NULL REFERENCES members (id),
  mode     TEXT NOT NULL,
  expelled BOOLEAN NOT NULL, voted BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (motion, member)
);
CREATE TABLE event_documents (
  uri          TEXT PRIMARY KEY,
  document     BLOB NOT NULL,
  published_at TIMESTAMP NOT NULL,
  gone         BOOLEAN NOT NULL
);
CREATE TABLE exceptions (
  gathering INTEGER NOT NULL REFERENCES gatherings (id),
  number    INTEGER NOT NULL,
  day       TEXT NOT NULL,
  hour      INTEGER NOT NULL,
  place     TEXT NOT NULL,
  cancelled BOOLEAN NOT NULL,
  reason    TEXT NOT NULL,
  sequence  INTEGER NOT NULL,
  PRIMARY KEY (gathering, number)
);
CREATE TABLE exclusions (
  meeting     INTEGER NOT NULL REFERENCES meetings (id),
  member      INTEGER NOT NULL REFERENCES members (id),
  motion      INTEGER NOT NULL REFERENCES motions (id),
  excluded_at TIMESTAMP NOT NULL,
  PRIMARY KEY (meeting, member)
);
CREATE TABLE files (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  content BLOB NOT NULL
);
CREATE TABLE followers (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  actor        TEXT NOT NULL,
  follower     TEXT NOT NULL,
  follow       TEXT NOT NULL,
  inbox        TEXT NOT NULL,
  shared_inbox TEXT NOT NULL,
  since        TIMESTAMP NOT NULL,
  UNIQUE (actor, follower)
);
CREATE TABLE followings (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  actor  TEXT NOT NULL,
  target TEXT NOT NULL,
  follow TEXT NOT NULL,
  state  TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused')),
  since  TIMESTAMP NOT NULL,
  UNIQUE (actor, target)
);
CREATE TABLE gathering_letters (
  gathering INTEGER NOT NULL REFERENCES gatherings (id),
  number    INTEGER NOT NULL,
  member    INTEGER NOT NULL REFERENCES members (id),
  edition   INTEGER NOT NULL,
  sent_at   TIMESTAMP NOT NULL,
  ends_at   TIMESTAMP NOT NULL,
  PRIMARY KEY (gathering, number, member)
);
CREATE TABLE gatherings (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  body          INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  title         TEXT NOT NULL,
  text          TEXT NOT NULL,
  place         TEXT NOT NULL,
  video         TEXT NOT NULL,
  guests        TEXT NOT NULL CHECK (guests IN ('public', 'members', 'mandated')),
  day           TEXT NOT NULL,
  rhythm        TEXT NOT NULL CHECK (rhythm IN ('once', 'day', 'week', 'month', 'weekday', 'last')),
  every         INTEGER NOT NULL,
  until         TEXT NOT NULL,
  times         INTEGER NOT NULL,
  hour          INTEGER NOT NULL,
  length        INTEGER NOT NULL,
  put_by        INTEGER NOT NULL REFERENCES members (id),
  put_at        TIMESTAMP NOT NULL,
  changed_at    TIMESTAMP NOT NULL,
  sequence      INTEGER NOT NULL,
  cancelled_at  TIMESTAMP NOT NULL,
  cancel_reason TEXT NOT NULL
);
CREATE INDEX gatherings_day ON gatherings (day);
CREATE TABLE gestures (
  speech INTEGER NOT NULL REFERENCES speeches (id),
  member INTEGER NOT NULL REFERENCES members (id),
  kind   TEXT NOT NULL CHECK (kind IN ('too_long', 'off_subject', 'said_before')),
  PRIMARY KEY (speech, member)
);
CREATE TABLE guest_links (
  hash       TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  email      TEXT NOT NULL,
  language   TEXT NOT NULL,
  follows    INTEGER NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE TABLE imports (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  member      INTEGER NOT NULL UNIQUE REFERENCES members (id),
  name        TEXT NOT NULL,
  content     BLOB NOT NULL,
  reading     TEXT NOT NULL,
  uploaded_at TIMESTAMP NOT NULL
);
CREATE TABLE instructions (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  peer     INTEGER NOT NULL REFERENCES peers (id),
  mandate  TEXT NOT NULL,
  about    TEXT NOT NULL,
  position TEXT NOT NULL,
  words    TEXT NOT NULL,
  record   TEXT NOT NULL,
  seq      INTEGER NOT NULL,
  UNIQUE (peer, mandate, about)
);
CREATE INDEX instructions_about ON instructions (about);
CREATE TABLE item_versions (
  item       INTEGER NOT NULL REFERENCES items (id),
  version    INTEGER NOT NULL,
  title      TEXT NOT NULL,
  text       TEXT NOT NULL,
  theme      TEXT NOT NULL,
  kind       TEXT NOT NULL,
  minutes    INTEGER NOT NULL,
  written_by INTEGER NOT NULL REFERENCES members (id),
  written_at TIMESTAMP NOT NULL,
  PRIMARY KEY (item, version)
);
CREATE TABLE items (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting     INTEGER NOT NULL REFERENCES meetings (id),
  title       TEXT NOT NULL,
  text        TEXT NOT NULL,
  theme       TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('information', 'debate', 'decision')),
  minutes     INTEGER NOT NULL,
  proposed_by INTEGER NOT NULL REFERENCES members (id),
  proposed_at TIMESTAMP NOT NULL,
  position    INTEGER NOT NULL
, opening BOOLEAN NOT NULL DEFAULT FALSE, started_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, spent INTEGER NOT NULL DEFAULT 0, done_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, adjourned_from INTEGER NOT NULL DEFAULT 0, withdrawn_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, raised BOOLEAN NOT NULL DEFAULT false, withdrawn_by INTEGER NOT NULL DEFAULT 0);
CREATE INDEX items_meeting ON items (meeting);
CREATE UNIQUE INDEX items_opening ON items (meeting) WHERE opening;
CREATE TABLE jobs (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL,
  key          TEXT NOT NULL,
  lane         TEXT NOT NULL DEFAULT '',
  payload      BLOB NOT NULL,
  run_at       BIGINT NOT NULL,
  leased_until BIGINT NOT NULL DEFAULT 0,
  lease        TEXT NOT NULL DEFAULT '',
  attempts     INTEGER NOT NULL DEFAULT 0,
  last_error   TEXT NOT NULL DEFAULT '',
  UNIQUE (kind, key)
);
CREATE INDEX jobs_due ON jobs (run_at);
CREATE TABLE join_requests (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  token        TEXT NOT NULL UNIQUE,
  member       INTEGER NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('member', 'sympathiser')),
  name         TEXT NOT NULL,
  email        TEXT NOT NULL UNIQUE,
  word         TEXT NOT NULL,
  language     TEXT NOT NULL,
  asked_at     TIMESTAMP NOT NULL,
  confirmed_at TIMESTAMP NOT NULL
);
CREATE TABLE letters (
  meeting INTEGER NOT NULL REFERENCES meetings (id),
  kind    TEXT NOT NULL,
  member  INTEGER NOT NULL REFERENCES members (id),
  edition INTEGER NOT NULL,
  sent_at TIMESTAMP NOT NULL,
  PRIMARY KEY (meeting, kind, member)
);
CREATE TABLE log_entries (
  seq        INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  is_record  BOOLEAN NOT NULL,
  audience   TEXT NOT NULL,
  commitment BLOB NOT NULL,
  salt       BLOB NOT NULL,
  document   BLOB NOT NULL,
  written_at TIMESTAMP NOT NULL
);
CREATE TABLE log_hashes (
  position INTEGER PRIMARY KEY,
  hash     BLOB NOT NULL
);
CREATE TABLE log_head (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL
, reach INTEGER NOT NULL DEFAULT 0);
CREATE TABLE mandate_answers (
  motion      INTEGER NOT NULL REFERENCES motions (id),
  member      INTEGER NOT NULL REFERENCES members (id),
  terms       TEXT NOT NULL,
  accepts     BOOLEAN NOT NULL,
  answered_at TIMESTAMP NOT NULL,
  PRIMARY KEY (motion, member)
);
CREATE TABLE mandates (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  holder       INTEGER NOT NULL REFERENCES members (id),
  holder_name  TEXT NOT NULL,
  title        TEXT NOT NULL,
  mission      TEXT NOT NULL,
  capabilities TEXT NOT NULL,
  council      TEXT NOT NULL,
  decision     INTEGER NOT NULL,
  provisional  BOOLEAN NOT NULL,
  granted_at   TIMESTAMP NOT NULL,
  until        TIMESTAMP NOT NULL,
  ended_at     TIMESTAMP NOT NULL,
  seq          INTEGER NOT NULL
, meeting INTEGER NOT NULL DEFAULT 0, body INTEGER NOT NULL DEFAULT 0, report_every INTEGER NOT NULL DEFAULT 0, renews INTEGER NOT NULL DEFAULT 0, accepted_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, ending TEXT NOT NULL DEFAULT '', ended_by INTEGER NOT NULL DEFAULT 0);
CREATE INDEX mandates_body ON mandates (body) WHERE body > 0;
CREATE INDEX mandates_decision ON mandates (decision);
CREATE INDEX mandates_holder ON mandates (holder);
CREATE TABLE meetings (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  kind             TEXT NOT NULL CHECK (kind IN ('ordinary', 'exceptional')),
  starts_at        TIMESTAMP NOT NULL,
  agenda_closes_at TIMESTAMP NOT NULL,
  place            TEXT NOT NULL,
  matter           TEXT NOT NULL,
  reason           TEXT NOT NULL,
  called_by        INTEGER NOT NULL,
  convened_at      TIMESTAMP NOT NULL,
  opened_at        TIMESTAMP NOT NULL,
  opened_by        INTEGER NOT NULL,
  closed_at        TIMESTAMP NOT NULL
, video_started_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, round_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, agenda_confirmed_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, passed_over TEXT NOT NULL DEFAULT '', item INTEGER NOT NULL DEFAULT 0, scheduled_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, video TEXT NOT NULL DEFAULT '', sequence INTEGER NOT NULL DEFAULT 0, cancelled_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, cancel_reason TEXT NOT NULL DEFAULT '', body INTEGER NOT NULL DEFAULT 0, change_reason TEXT NOT NULL DEFAULT '');
CREATE INDEX meetings_body ON meetings (body) WHERE body > 0;
CREATE UNIQUE INDEX meetings_in_session ON meetings (body) WHERE opened_at > -62135596800000000 AND closed_at = -62135596800000000;
CREATE UNIQUE INDEX meetings_schedule ON meetings (scheduled_at) WHERE kind = 'ordinary' AND body = 0;
CREATE TABLE member_numbers (
  source TEXT NOT NULL CHECK (source IN ('galette', 'paheko', 'other')),
  number TEXT NOT NULL,
  member INTEGER NOT NULL REFERENCES members (id),
  PRIMARY KEY (source, number),
  UNIQUE (member, source)
);
CREATE TABLE members (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  public_name   TEXT NOT NULL,
  email         TEXT NOT NULL UNIQUE,
  language      TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  admitted_at   TIMESTAMP NOT NULL,
  left_at       TIMESTAMP NOT NULL
, kind TEXT NOT NULL DEFAULT 'member' CHECK (kind IN ('member', 'sympathiser', 'guest')), delegation TEXT NOT NULL DEFAULT '', seated_until TIMESTAMP NOT NULL DEFAULT -62135596800000000, seat_rank INTEGER NOT NULL DEFAULT 0);
CREATE TABLE memberships (
  body      INTEGER NOT NULL REFERENCES bodies (id),
  member    INTEGER NOT NULL REFERENCES members (id),
  joined_at TIMESTAMP NOT NULL,
  PRIMARY KEY (body, member)
);
CREATE INDEX memberships_member ON memberships (member);
CREATE TABLE minutes (
  meeting      INTEGER PRIMARY KEY REFERENCES meetings (id),
  taker        INTEGER NOT NULL,
  due_at       TIMESTAMP NOT NULL,
  audience     TEXT NOT NULL CHECK (audience IN ('public', 'confederation', 'members')),
  names        BOOLEAN NOT NULL,
  published_at TIMESTAMP NOT NULL,
  published_by INTEGER NOT NULL,
  summary      TEXT NOT NULL,
  text         TEXT NOT NULL,
  hash         TEXT NOT NULL,
  seq          INTEGER NOT NULL
);
CREATE TABLE minutes_sections (
  meeting    INTEGER NOT NULL REFERENCES minutes (meeting),
  item       INTEGER NOT NULL,
  title      TEXT NOT NULL,
  place      INTEGER NOT NULL,
  text       TEXT NOT NULL,
  version    INTEGER NOT NULL,
  written_by INTEGER NOT NULL,
  written_at TIMESTAMP NOT NULL,
  PRIMARY KEY (meeting, item)
);
CREATE TABLE motion_versions (
  motion     INTEGER NOT NULL REFERENCES motions (id),
  version    INTEGER NOT NULL,
  text       TEXT NOT NULL,
  written_by INTEGER NOT NULL REFERENCES members (id),
  written_at TIMESTAMP NOT NULL,
  PRIMARY KEY (motion, version)
);
CREATE TABLE motions (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting     INTEGER NOT NULL REFERENCES meetings (id),
  item        INTEGER NOT NULL REFERENCES items (id),
  form        TEXT NOT NULL,
  text        TEXT NOT NULL,
  payload     BLOB NOT NULL,
  audience    TEXT NOT NULL CHECK (audience IN ('public', 'confederation', 'members')),
  proposed_by INTEGER NOT NULL REFERENCES members (id),
  proposed_at TIMESTAMP NOT NULL,
  opened_at   TIMESTAMP NOT NULL,
  closed_at   TIMESTAMP NOT NULL,
  electorate  INTEGER NOT NULL,
  "for"       INTEGER NOT NULL,
  against     INTEGER NOT NULL,
  abstain     INTEGER NOT NULL,
  adopted     BOOLEAN NOT NULL,
  seq         INTEGER NOT NULL
, mode TEXT NOT NULL DEFAULT 'named' CHECK (mode IN ('', 'named', 'secret', 'hands', 'mixed')), in_room INTEGER NOT NULL DEFAULT 0, roll TEXT NOT NULL DEFAULT '', options TEXT NOT NULL DEFAULT 'null', votes TEXT NOT NULL DEFAULT 'null', selected INTEGER NOT NULL DEFAULT 0, hands TEXT NOT NULL DEFAULT 'null', counted_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, counted_by INTEGER NOT NULL DEFAULT 0, void BOOLEAN NOT NULL DEFAULT FALSE, amends INTEGER NOT NULL DEFAULT 0, original TEXT NOT NULL DEFAULT '', repeats INTEGER NOT NULL DEFAULT 0, follows INTEGER NOT NULL DEFAULT 0, charged INTEGER NOT NULL DEFAULT 0, review_on TEXT NOT NULL DEFAULT '', majority TEXT NOT NULL DEFAULT 'cast' CHECK (majority IN ('', 'cast', 'voters', 'electors')), settles TIMESTAMP NOT NULL DEFAULT -62135596800000000, settled_at TIMESTAMP NOT NULL DEFAULT -62135596800000000);
CREATE INDEX motions_amends ON motions (amends) WHERE amends > 0;
CREATE INDEX motions_meeting ON motions (meeting);
CREATE UNIQUE INDEX motions_repeats ON motions (repeats) WHERE repeats > 0;
CREATE TABLE mutes (
  member INTEGER NOT NULL REFERENCES members (id),
  topic  TEXT NOT NULL,
  PRIMARY KEY (member, topic)
);
CREATE TABLE occasions (
  cause TEXT PRIMARY KEY,
  at    TIMESTAMP NOT NULL
);
CREATE TABLE "offers" (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  assembly TEXT NOT NULL UNIQUE,
  origin   TEXT NOT NULL,
  name     TEXT NOT NULL,
  inbox    TEXT NOT NULL,
  activity TEXT NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'refused', 'taken_back', 'left')),
  decision INTEGER NOT NULL,
  since    TIMESTAMP NOT NULL,
  answer   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX offers_state ON offers (state);
CREATE TABLE organisation (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  kind       TEXT NOT NULL CHECK (kind IN ('commune', 'council')),
  name       TEXT NOT NULL,
  place      TEXT NOT NULL,
  time_zone  TEXT NOT NULL,
  language   TEXT NOT NULL,
  base_url   TEXT NOT NULL,
  founded_at TIMESTAMP NOT NULL
);
CREATE TABLE payments (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  member      INTEGER NOT NULL REFERENCES members (id),
  cents       INTEGER NOT NULL,
  "from"      TEXT NOT NULL,
  until       TEXT NOT NULL,
  mandate     INTEGER NOT NULL REFERENCES mandates (id),
  recorded_at TIMESTAMP NOT NULL
, method TEXT NOT NULL DEFAULT '' CHECK (method IN ('', 'cash', 'transfer', 'helloasso', 'other', 'exemption')), reason TEXT NOT NULL DEFAULT '', reverses INTEGER NOT NULL DEFAULT 0, source TEXT NOT NULL DEFAULT '' CHECK (source IN ('', 'helloasso', 'galette', 'paheko', 'other')), reference TEXT NOT NULL DEFAULT '', "order" TEXT NOT NULL DEFAULT '');
CREATE INDEX payments_member ON payments (member);
CREATE UNIQUE INDEX payments_reference ON payments (source, reference) WHERE reference <> '';
CREATE UNIQUE INDEX payments_reverses ON payments (reverses) WHERE reverses > 0;
CREATE TABLE peer_bodies (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  peer   INTEGER NOT NULL REFERENCES peers (id),
  actor  TEXT NOT NULL UNIQUE,
  name   TEXT NOT NULL,
  key_id TEXT NOT NULL,
  key    BLOB NOT NULL,
  since  TIMESTAMP NOT NULL
);
CREATE TABLE peer_hashes (
  peer     INTEGER NOT NULL REFERENCES peers (id),
  position INTEGER NOT NULL,
  hash     BLOB NOT NULL,
  PRIMARY KEY (peer, position)
);
CREATE TABLE peer_records (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  peer        INTEGER NOT NULL REFERENCES peers (id),
  seq         INTEGER NOT NULL,
  digest      TEXT NOT NULL,
  uri         TEXT NOT NULL,
  kind        TEXT NOT NULL,
  audience    TEXT NOT NULL,
  fault       TEXT NOT NULL,
  document    BLOB NOT NULL,
  received_at TIMESTAMP NOT NULL, salt BLOB NOT NULL DEFAULT x'', leaf BLOB NOT NULL DEFAULT x'',
  UNIQUE (peer, digest)
);
CREATE UNIQUE INDEX peer_records_seq ON peer_records (peer, seq) WHERE fault = '';
CREATE TABLE peers (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  actor        TEXT NOT NULL UNIQUE,
  role         TEXT NOT NULL CHECK (role IN ('commune', 'council')),
  state        TEXT NOT NULL CHECK (state IN ('known', 'asked', 'accepted', 'refused')),
  name         TEXT NOT NULL,
  inbox        TEXT NOT NULL,
  records      TEXT NOT NULL,
  key_id       TEXT NOT NULL,
  key          BLOB NOT NULL,
  charter_id      TEXT NOT NULL,
  charter_version INTEGER NOT NULL,
  charter_hash    TEXT NOT NULL,
  charter_text    TEXT NOT NULL,
  join_activity   TEXT NOT NULL,
  join_record     BLOB NOT NULL,
  next_seq     INTEGER NOT NULL,
  heard_at     TIMESTAMP NOT NULL,
  since        TIMESTAMP NOT NULL
, council BOOLEAN NOT NULL DEFAULT FALSE, followed BOOLEAN NOT NULL DEFAULT FALSE, shown BLOB NOT NULL DEFAULT x'', shown_id TEXT NOT NULL DEFAULT '', shown_at TIMESTAMP NOT NULL DEFAULT -62135596800000000, former TEXT NOT NULL DEFAULT '');
CREATE TABLE popular_assemblies (
  body        INTEGER PRIMARY KEY REFERENCES bodies (id),
  coming      TEXT NOT NULL,
  rules       TEXT NOT NULL,
  organisers  TEXT NOT NULL,
  initiatives TEXT NOT NULL,
  changed_by  INTEGER NOT NULL REFERENCES members (id),
  changed_at  TIMESTAMP NOT NULL
, ended TEXT NOT NULL DEFAULT '', proposers TEXT NOT NULL DEFAULT 'everybody');
CREATE TABLE positions (
  item       INTEGER NOT NULL REFERENCES items (id),
  version    INTEGER NOT NULL CHECK (version > 0),
  text       TEXT NOT NULL,
  written_by INTEGER NOT NULL REFERENCES members (id),
  written_at TIMESTAMP NOT NULL,
  PRIMARY KEY (item, version)
);
CREATE TABLE presences (
  meeting    INTEGER NOT NULL REFERENCES meetings (id),
  member     INTEGER NOT NULL REFERENCES members (id),
  mode       TEXT NOT NULL CHECK (mode IN ('room', 'online')),
  arrived_at TIMESTAMP NOT NULL,
  left_at    TIMESTAMP NOT NULL, priority BOOLEAN NOT NULL DEFAULT FALSE, noted_by INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (meeting, member)
);
CREATE TABLE projectors (
  meeting INTEGER PRIMARY KEY REFERENCES meetings (id),
  token   TEXT NOT NULL UNIQUE,
  made_by INTEGER NOT NULL REFERENCES members (id),
  made_at TIMESTAMP NOT NULL
);
CREATE TABLE proposal_offers (
  proposal INTEGER NOT NULL REFERENCES proposals (id),
  by       TEXT NOT NULL,
  activity TEXT NOT NULL,
  PRIMARY KEY (proposal, by)
);
CREATE TABLE proposals (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  uri             TEXT NOT NULL UNIQUE,
  ref             TEXT NOT NULL UNIQUE,
  author          TEXT NOT NULL,
  author_name     TEXT NOT NULL,
  author_inbox    TEXT NOT NULL,
  key             BLOB NOT NULL,
  key_id          TEXT NOT NULL,
  title           TEXT NOT NULL,
  text            TEXT NOT NULL,
  hash            TEXT NOT NULL,
  charter_version INTEGER NOT NULL,
  becomes         INTEGER NOT NULL,
  rule            TEXT NOT NULL CHECK (rule IN ('communes', 'persons', 'both')),
  deadline        TIMESTAMP NOT NULL,
  decision        INTEGER NOT NULL,
  document        BLOB NOT NULL,
  believed        BOOLEAN NOT NULL,
  put_at          TIMESTAMP NOT NULL,
  yes             INTEGER NOT NULL,
  no              INTEGER NOT NULL,
  reserved        INTEGER NOT NULL,
  "for"           INTEGER NOT NULL,
  against         INTEGER NOT NULL,
  abstain         INTEGER NOT NULL,
  electorate      INTEGER NOT NULL,
  outcome         TEXT NOT NULL,
  outcome_seq     INTEGER NOT NULL,
  adopted         BOOLEAN NOT NULL,
  counted         BLOB NOT NULL,
  counted_at      TIMESTAMP NOT NULL,
  became          INTEGER NOT NULL
);
CREATE INDEX proposals_deadline ON proposals (deadline);
CREATE TABLE receipts (
  actor       TEXT NOT NULL,
  activity    TEXT NOT NULL,
  refusal     TEXT NOT NULL,
  received_at TIMESTAMP NOT NULL,
  PRIMARY KEY (actor, activity)
);
CREATE TABLE remote_actors (
  uri        TEXT PRIMARY KEY,
  key_id     TEXT NOT NULL UNIQUE,
  document   BLOB NOT NULL,
  fetched_at TIMESTAMP NOT NULL
);
CREATE TABLE reports (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  body         INTEGER NOT NULL,
  mandate      INTEGER NOT NULL,
  title        TEXT NOT NULL,
  text         TEXT NOT NULL,
  "from"       TEXT NOT NULL,
  until        TEXT NOT NULL,
  audience     TEXT NOT NULL CHECK (audience IN ('public', 'confederation', 'members')),
  version      INTEGER NOT NULL,
  written_by   INTEGER NOT NULL REFERENCES members (id),
  written_at   TIMESTAMP NOT NULL,
  published_at TIMESTAMP NOT NULL,
  hash         TEXT NOT NULL,
  seq          INTEGER NOT NULL
);
CREATE INDEX reports_body ON reports (body);
CREATE INDEX reports_mandate ON reports (mandate);
CREATE TABLE requests (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  commission  INTEGER NOT NULL REFERENCES bodies (id),
  "to"        INTEGER NOT NULL REFERENCES bodies (id),
  title       TEXT NOT NULL,
  text        TEXT NOT NULL,
  asked_by    INTEGER NOT NULL REFERENCES members (id),
  asked_at    TIMESTAMP NOT NULL,
  decision    INTEGER NOT NULL,
  item        INTEGER NOT NULL,
  answered_by INTEGER NOT NULL,
  answered_at TIMESTAMP NOT NULL
);
CREATE TABLE rolls (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  council         TEXT NOT NULL,
  member          TEXT NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('', 'commune', 'council')),
  name            TEXT NOT NULL,
  charter_id      TEXT NOT NULL,
  charter_version INTEGER NOT NULL,
  charter_hash    TEXT NOT NULL,
  decision        TEXT NOT NULL,
  key             TEXT NOT NULL,
  since           TEXT NOT NULL,
  record          TEXT NOT NULL,
  seq             INTEGER NOT NULL,
  departed        BOOLEAN NOT NULL,
  UNIQUE (council, member)
);
CREATE INDEX rolls_member ON rolls (member);
CREATE TABLE seats (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  peer         INTEGER NOT NULL REFERENCES peers (id),
  mandate      TEXT NOT NULL,
  given        BOOLEAN NOT NULL,
  seq          INTEGER NOT NULL,
  holder       TEXT NOT NULL,
  title        TEXT NOT NULL,
  status       TEXT NOT NULL,
  begins       TIMESTAMP NOT NULL,
  until        TIMESTAMP NOT NULL,
  ending       TEXT NOT NULL,
  ended_at     TIMESTAMP NOT NULL,
  confirmed_at TIMESTAMP NOT NULL,
  doubted_at   TIMESTAMP NOT NULL,
  member       INTEGER NOT NULL,
  UNIQUE (peer, mandate)
);
CREATE INDEX seats_member ON seats (member);
CREATE TABLE sessions (
  token      TEXT PRIMARY KEY,
  data       BLOB NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE TABLE setting_changes (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  key        TEXT NOT NULL,
  value      TEXT NOT NULL,
  decision   INTEGER NOT NULL REFERENCES decisions (id),
  changed_at TIMESTAMP NOT NULL
);
CREATE INDEX setting_changes_key ON setting_changes (key);
CREATE TABLE shares (
  meeting INTEGER NOT NULL REFERENCES meetings (id),
  side    TEXT NOT NULL CHECK (side IN ('room', 'online', 'declared', 'others')),
  persons INTEGER NOT NULL,
  turns   INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  PRIMARY KEY (meeting, side)
);
CREATE TABLE sign_in_links (
  hash       TEXT PRIMARY KEY,
  member     INTEGER NOT NULL REFERENCES members (id),
  expires_at TIMESTAMP NOT NULL
);
CREATE TABLE "speech_requests" (
  meeting      INTEGER NOT NULL REFERENCES meetings (id),
  member       INTEGER NOT NULL REFERENCES members (id),
  mode         TEXT NOT NULL CHECK (mode IN ('room', 'online')),
  priority     BOOLEAN NOT NULL,
  asked_at     TIMESTAMP NOT NULL,
  announced_at TIMESTAMP NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('speech', 'order')),
  PRIMARY KEY (meeting, member, kind)
);
CREATE TABLE speeches (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting    INTEGER NOT NULL REFERENCES meetings (id),
  member     INTEGER NOT NULL REFERENCES members (id),
  mode       TEXT NOT NULL CHECK (mode IN ('room', 'online')),
  priority   BOOLEAN NOT NULL,
  started_at TIMESTAMP NOT NULL,
  ended_at   TIMESTAMP NOT NULL,
  recall     TEXT NOT NULL
, kind TEXT NOT NULL DEFAULT 'speech' CHECK (kind IN ('speech', 'order')), item INTEGER NOT NULL DEFAULT 0);
CREATE INDEX speeches_meeting ON speeches (meeting);
CREATE TABLE tickets (
  hash       TEXT PRIMARY KEY,
  seat       INTEGER NOT NULL REFERENCES seats (id),
  expires_at TIMESTAMP NOT NULL
);
CREATE TABLE urns (
  motion  INTEGER NOT NULL REFERENCES motions (id),
  slot    INTEGER NOT NULL,
  choice  TEXT NOT NULL,
  ballots INTEGER NOT NULL,
  PRIMARY KEY (motion, slot, choice)
);
CREATE TABLE wishes (
  member INTEGER NOT NULL REFERENCES members (id),
  topic  TEXT NOT NULL,
  PRIMARY KEY (member, topic)
);
CREATE TABLE witnessed_logs (
  actor       TEXT PRIMARY KEY,
  origin      TEXT NOT NULL UNIQUE,
  size        INTEGER NOT NULL,
  head        BLOB NOT NULL,
  checkpoint  BLOB NOT NULL,
  cosigned_at TIMESTAMP NOT NULL,
  rebuilt     INTEGER NOT NULL,
  matched     INTEGER NOT NULL,
  unlike      INTEGER NOT NULL
);
