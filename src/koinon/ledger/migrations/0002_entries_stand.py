"""A ledger entry stands once written: the database itself refuses to change or delete it."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_entry_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A ledger entry is never changed or deleted.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_entry_stands BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_stands();
CREATE TRIGGER ledger_checkpoint_stands BEFORE UPDATE OR DELETE ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_stands();
"""
BACKWARD = """
DROP TRIGGER ledger_checkpoint_stands ON ledger_checkpoint;
DROP TRIGGER ledger_entry_stands ON ledger_entry;
DROP FUNCTION ledger_entry_stands();
"""


class Migration(migrations.Migration):
    dependencies = (("ledger", "0001_initial"),)
    operations = (migrations.RunSQL(FORWARD, BACKWARD),)
