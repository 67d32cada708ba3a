namespace CnnVis.Models;

/// <summary>A part of the network between two cuts, run on a part of its input for each window.</summary>
internal sealed record IncrementalStage(LocalTensor Input, LocalTensor Result, StageAxis Rows, StageAxis Columns)
{
    public CellLayout InputPart => Input.Layout with { Rows = Rows.Length, Columns = Columns.Length };

    public CellLayout ResultPart => Result.Layout with { Rows = Rows.ResultLength, Columns = Columns.ResultLength };
}
