using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>What a model says about a batch of images.</summary>
internal sealed record ScorePass(TensorBatch Logits, TensorBatch Probabilities)
{
    /// <summary>Those of batches that follow each other.</summary>
    public static ScorePass Join(IReadOnlyList<ScorePass> parts) => parts.Count == 1
        ? parts[0]
        : new ScorePass(TensorBatch.Join([.. parts.Select(part => part.Logits)]), TensorBatch.Join([.. parts.Select(part => part.Probabilities)]));

    /// <summary>That of the first image, for so many images.</summary>
    public ScorePass Repeat(int count) => new(Logits.Repeat(count), Probabilities.Repeat(count));

    public TensorBatch Of(ScoreKind kind) => kind == ScoreKind.Logit ? Logits : Probabilities;
}
