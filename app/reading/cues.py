"""What single lines give away: the cues by which a line is furniture wherever it stands.

Every cue is anchored to the whole line and bounded in length, and none is a phrase that a paragraph of
its own might consist of, because a lost paragraph costs more than a line of furniture shown as text.
"""

from __future__ import annotations

import re

from app.reading.metadata import read_byline, read_date_line, read_print_header

NAVIGATION = "navigation"
SIGN_IN = "sign-in line"
LINK = "bare link"
HEADER = "page header"
FOOTER = "page footer"
PAGE_NUMBER = "page number"
FILLER = "filler"
CREDIT = "image credit"
CAPTION = "image caption"
BYLINE = "byline"
DATE = "date line"
NOTE = "publication note"
REPEATED = "repeated title"

_LONGEST_CUE = 20  # words
_LONGEST_CAPTION = 90  # words
_LONGEST = 700  # characters of any line of furniture


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)})$", re.IGNORECASE)


_WORK = r"(?:article|piece|story|post|essay|op-ed|column|commentary|interview|text)"
_CUES = (
    (
        SIGN_IN,
        _any_of(
            r"already (?:an? )?(?:member|subscriber|registered|subscribed|have an account)\b.*",
            r"(?:please )?(?:sign|log) ?(?:in|on|out|up)"
            r"(?: (?:here|now|today|with|using|to|for|or)\b.*)?[.!]?",
            r"subscribe(?: (?:now|today|here|for free|for|to)\b.*)?[.!]?",
            r"register(?: (?:now|here|for free))?[.!]?",
            r"create (?:an? |your )?(?:free )?account\b.*|forgot(?:ten)? (?:your )?password.*|my account",
            r"(?:start|begin) (?:your |a )?(?:free )?(?:trial|month|week)\b.*|start reading[.!]?",
            r"(?:get|download) (?:the|our) (?:free )?app\b.*|become an? (?:member|subscriber)[.!]?",
            r"enter your e-?mail.*|(?:join|get) (?:our|the) newsletter\b.*|your e-?mail address",
        ),
    ),
    (
        NAVIGATION,
        _any_of(
            r"skip to (?:main )?(?:content|navigation)|(?:back to|go to) (?:the )?top|toggle navigation",
            r"(?:related|recommended|suggested) "
            r"(?:stories|articles|content|posts|topics|links|reading|news):?",
            r"(?:other|more|most|top|latest|popular) (?:popular |recent )?"
            r"(?:articles|stories|posts|news|headlines)"
            r"(?: (?:from|on|in|by|about|at|right|now|for)\b.{0,40}[^.?!])?:?",
            r"most (?:read|viewed|popular|shared)",
            r"read (?:more|next|also|the full (?:article|story|report))"
            r"(?:[:…»>].{0,100}|\.{3}| (?:at|on|here)\b.{0,80})?",
            r"(?:our|editor['’]?s['’]?|staff) picks?|you (?:may|might) also like.{0,40}|see also:?",
            r"trending(?: now)?|recommended(?: for you)?|continue reading.{0,60}",
            r"(?:click|tap) (?:here|this|the|on|below|to)\b.{0,90}|watch (?:the |this )?video.{0,30}",
            r"(?:follow|find|join) us on\b.{0,60}|(?:follow|contact) us|share (?:this|on|via)\b.{0,40}",
            r"(?:tweet|e-?mail|print) this(?: (?:article|page|story|post))?",
            r"(?:\d+|no|leave a|post a|view all|show) comments?|leave a reply",
            r"(?:next|previous) (?:page|article|post|story)(?: ?[:»>→].{0,80})?",
            r"(?:show|load|view) (?:more|less|all)",
            r"for more\b.{0,80}\b(?:check out|visit|click|go to)\b.{0,60}",
            r"get the data.{0,60}|embed this.{0,40}",
        ),
    ),
    (
        NOTE,
        _any_of(
            r"(?:re)?(?:posted|printed|published|produced) (?:here )?(?:with|by) (?:kind )?permission\b.*",
            r"(?:reprinted|reposted|republished|originally published|first published|cross-?posted)"
            r" (?:from|in|by|at|on)\b.*",
            rf"this {_WORK} (?:(?:was|is|has been) )?(?:(?:first|originally|also) )?"
            r"(?:appear(?:s|ed) (?:in|on|at)|published)\b.*",
            r"(?:©|\(c\) ?\d|copyright\b ?(?:©|\(c\)|\d)).*|.{0,60}\ball rights reserved\b.{0,60}",
            r"(?:the )?(?:opinions|views)(?: and opinions)? expressed\b.*\b(?:own|authors?|necessarily)\b.*",
            r"\d+[ -]min(?:ute)?s?(?: read)?|advertisement|sponsored(?: content)?|source: .{2,100}[^.?!]",
            r".{3,100}\bcontributed (?:to|reporting (?:to|for)) "
            r"this (?:piece|report|article|story|post|analysis)\.?",
            r"(?:additional )?(?:reporting|editing|writing|translation|translated|edited)"
            r" by (?-i:[A-Z]).{0,80}",
            r"privacy policy|cookie (?:policy|settings)",
            r"(?:we|this (?:site|website)) uses? cookies\b.*|(?:accept|reject|manage)(?: all)? cookies",
        ),
    ),
    (
        CREDIT,
        _any_of(
            r"[\[(]?(?:photo(?:graph)?|image|picture|illustration|graphic|video|cover)s?"
            r"(?: (?:credits?|source)\b:?| (?:courtesy(?: of)?|by)(?= (?-i:[A-Z]))|\s*:).{0,90}",
            r"(?:credits?|foto)\s*:.{0,60}",
        ),
    ),
    (
        FILLER,
        _any_of(
            r"spacer|[\[(<](?:img|image|photo|video|embed|ad)[^\])>]{0,40}[\])>]",
            r"loading(?:…|\.{3})?|placeholder|null|undefined",
        ),
    ),
)
_WEAK = re.compile(
    r"(?:home|menu|search|next|previous|print|e-?mail|comments?|share|tweet|about(?: us)?|contact(?: us)?"
    r"|topics?|sections?|news|opinions?|world|politics|business|economy|sports?|culture|videos?|podcasts?"
    r"|more|live|latest|account|settings|help|faq|terms (?:of (?:service|use)|(?:and|&) conditions))$"
    r"|.*\b(?:premium|unlimited|subscriptions?|memberships?|free trial|days free|all your news|the app"
    r"|one app|newsletters?|trusted (?:\w+ )?sources|sign (?:in|up)|log in|cancel anytime|read news"
    r"|cookies)\b",
    re.IGNORECASE,
)

_AGENCY = (
    r"(?:Getty(?: Images)?|GETTY(?: IMAGES)?|AFP|Reuters|REUTERS|AP|EPA|Bloomberg|Xinhua|TASS|Shutterstock"
    r"|Pixabay|Unsplash|Alamy|iStock|Flickr|NurPhoto|Sipa(?: USA)?|Wikimedia(?: Commons)?)"
)
_PICTURE = r"(?:[Pp]hoto(?:graph)?|PHOTO|[Ii]mage|[Pp]icture|[Ff]oto|[Ii]llustration|[Ss]creenshot)s?"
_NAMES = r"(?:[A-Z][\w.&’'-]*[ /]){1,5}"
# How a caption ends: with the one who took the picture.
_CAPTION = re.compile(
    rf".*(?:[\w.)]/{_AGENCY}(?:[/ ][A-Z][\w /]{{0,40}})?\)?"
    rf"|(?<=[.!?”\"] ){_NAMES}?[A-Z][\w.’'-]+ ?/ ?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{0,2}}"
    rf"|\((?:{_PICTURE}(?: [Cc]redit| [Cc]ourtesy(?: of)?| [Bb]y|\s*:|/).{{1,60}}"
    rf"|{_NAMES}{_PICTURE}(?:/.{{1,40}})?)\)"
    rf"|(?<=[.!?”\"] ){_PICTURE}(?: [Cc]redit)?(?: by|:) ?[A-Z][^.:]{{1,60}}"
    r"|© ?\d{0,4} ?[^.]{2,50})\.?$"
)
_CAPTION_SIGN = re.compile(r"/|©|oto|OTO|mage|icture|llustration|creenshot")

_LINK = re.compile(
    r"[<(\[]?(?:(?:(?:https?|ftp)://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[\w-]{2,}(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|int|info|[a-z]{2})(?:/\S*)?)[>)\]]?$",
    re.IGNORECASE,
)
_PRINT_FOOTER = re.compile(r"(?:https?://|file:/|www\.)\S+\s+\d{1,4}\s?/\s?\d{1,4}$")


def judge_line(text: str) -> str:
    """Why a line standing alone is furniture, or ""."""
    if len(text) > _LONGEST:
        return ""
    if not any(map(str.isalnum, text)):
        return FILLER
    words = text.split()
    if _LINK.match(words[0]) and all(_LINK.match(word) for word in words):
        return LINK
    if _PRINT_FOOTER.match(text):
        return FOOTER
    reason = _judge_short(text) if len(words) <= _LONGEST_CUE else ""
    if not reason and len(words) <= _LONGEST_CAPTION and _CAPTION_SIGN.search(text):
        reason = CAPTION if _CAPTION.match(text) else ""
    return reason


def is_weak_cue(text: str) -> bool:
    """Whether a line is furniture if enough lines around it are."""
    return _WEAK.match(text) is not None


def _judge_short(text: str) -> str:
    if read_print_header(text):
        return HEADER
    if read_date_line(text):
        return DATE
    if read_byline(text):
        return BYLINE
    for reason, cue in _CUES:
        # What ends in a colon leads up to something, unless it is a list of links.
        if cue.match(text) and (reason == NAVIGATION or text[-1] != ":"):
            return reason
    return ""
