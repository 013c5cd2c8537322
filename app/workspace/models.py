"""The short numbers that stand for model ids in the other tables."""

from __future__ import annotations

from app.workspace.database import Database


def model_number(database: Database, model_id: str, dimensions: int | None = None) -> int:
    """The number of a model, given to it now if it has none.

    Args:
        database: In a transaction.
        model_id: The model's name for its weights.
        dimensions: Of its vectors, where it makes vectors.

    Raises:
        ValueError: The model is known with other dimensions.
    """
    row = database.row("SELECT id, dimensions FROM models WHERE name = ?", (model_id,))
    if row is None:
        cursor = database.execute(
            "INSERT INTO models (name, dimensions) VALUES (?, ?)", (model_id, dimensions)
        )
        return int(cursor.lastrowid or 0)
    number, known = row
    if dimensions is not None and known is None:
        database.execute("UPDATE models SET dimensions = ? WHERE id = ?", (dimensions, number))
    elif dimensions is not None and known != dimensions:
        raise ValueError(f"vectors have {dimensions} dimensions, those kept of {model_id} have {known}")
    return int(number)
