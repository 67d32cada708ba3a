using CnnVis.Onnx;

namespace CnnVis.Differentiation.Checking;

/// <summary>The backward graph of a model as the bytes of a file.</summary>
internal static class BackwardGraphFile
{
    public static byte[] Of(CnnModel model, GradientRules rules)
    {
        (ForwardGraph forward, BackwardGraph backward) = GradientEngine.Of(model).Differentiate(
            model.ImageInput.Shape, rules, model.ScoreTensor(ScoreKind.Logit), [model.ImageInput.Name]);
        ModelProto file = backward.Model.Clone();
        foreach (ValueInfoProto output in file.Graph.Output)
        {
            output.Type = forward.DeclareGradient(forward.Image.Name, output.Name).Type;
        }

        return file.ToBytes();
    }
}
