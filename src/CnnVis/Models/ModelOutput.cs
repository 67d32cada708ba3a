namespace CnnVis;

/// <summary>The output that is explained.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its numbers are.</param>
/// <param name="Form">What it is about.</param>
/// <param name="Shape">Its shape for one image, batch included.</param>
/// <param name="ClassCount">The number of classes; 0 where the output is raw.</param>
/// <param name="LogitsTensor">The tensor that holds the scores before Softmax or Sigmoid; the output itself where it ends in logits.</param>
public sealed record ModelOutput(string Name, OutputKind Kind, OutputForm Form, IReadOnlyList<int> Shape, int ClassCount, string LogitsTensor)
{
    internal bool ClassesLast { get; init; }

    /// <summary>False for an export that drops the batch axis of its one image; <see cref="Shape"/> has it all the same.</summary>
    internal bool HasBatchAxis { get; init; } = true;
}
