using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>What a model says about a batch of images.</summary>
internal sealed record ScorePass(TensorBatch Logits, TensorBatch Probabilities)
{
    public TensorBatch Of(ScoreKind kind) => kind == ScoreKind.Logit ? Logits : Probabilities;
}
