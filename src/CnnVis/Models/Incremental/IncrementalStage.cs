namespace CnnVis.Models;

/// <summary>A part of the network between two cuts, run on a part of its input for each window.</summary>
internal sealed record IncrementalStage(CutPoint From, CutPoint To, StageAxis Rows, StageAxis Columns)
{
    /// <summary>What it reads.</summary>
    public LocalTensor Input => From.Entry;

    /// <summary>What it computes.</summary>
    public LocalTensor Result => To.Tensor;

    public CellLayout InputPart => Input.Layout with { Rows = Rows.Length, Columns = Columns.Length };

    public CellLayout ResultPart => Result.Layout with { Rows = Rows.ResultLength, Columns = Columns.ResultLength };
}
