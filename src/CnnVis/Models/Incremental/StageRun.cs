using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>What a stage computed for some windows.</summary>
internal sealed class StageRun(StagePart part, TensorRun run) : IDisposable
{
    /// <summary>Copies what a window changed of the stage's result into a tensor, or a part of one that begins at a row and column.</summary>
    /// <param name="i">Which of the windows that were computed together it is.</param>
    /// <param name="window">Its number in the grid.</param>
    /// <param name="to">How the tensor lies in memory.</param>
    /// <param name="values">The tensor.</param>
    /// <param name="top">The row of the whole result that is its first.</param>
    /// <param name="left">The same for columns.</param>
    public void CopyChanged(int i, int window, CellLayout to, Span<float> values, int top, int left)
    {
        CellLayout result = part.Result;
        PixelRectangle cells = part.ResultCellsOf(window);
        // Strides may pass over cells at the edge of what changed.
        PixelRectangle changed = part.Stage.ChangedBy(window).Common(new PixelRectangle(left, top, to.Columns, to.Rows));
        PixelRectangle inPart = changed with { Top = changed.Top - cells.Top, Left = changed.Left - cells.Left };
        result.Copy(run.Span(part.Stage.Result.Name).Slice(i * result.Length, result.Length), inPart, to, values, changed.Top - top, changed.Left - left);
    }

    public void Dispose() => run.Dispose();
}
