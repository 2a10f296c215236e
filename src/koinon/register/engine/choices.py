"""What may be chosen for a document and a provision, in the field's words.

The labels stand here untranslated and are translated where they are shown.
"""

from __future__ import annotations

from koinon.register.engine.documents import Kind, Strength

KINDS = [(kind.value, kind.value.capitalize()) for kind in Kind]
STRENGTHS = [(strength.value, strength.value.capitalize()) for strength in Strength]

DOCUMENT_KINDS = [
    ("declaration", "Declaration"),
    ("plan-of-action", "Plan of action"),
    ("recommendation-paper", "Recommendation paper"),
    ("policy-brief", "Policy brief"),
    ("resolution", "Resolution"),
    ("review-outcome", "Review outcome"),
    ("code-of-conduct", "Code of conduct"),
    ("pledges", "Pledges"),
    ("other", "Other"),
]

LANGUAGES = [
    ("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية"),
    ("id", "Bahasa Indonesia"),
    ("pt", "Português"), ("de", "Deutsch"), ("ru", "Русский"), ("zh", "中文"),
    ("ja", "日本語"), ("ko", "한국어"),
    ("th", "ไทย"), ("my", "မြန်မာ"), ("km", "ខ្មែរ"), ("lo", "ລາວ"), ("vi", "Tiếng Việt"), ("und", "Other"),
]  # fmt: skip
