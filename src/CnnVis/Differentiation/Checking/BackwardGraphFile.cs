using CnnVis.Onnx;

namespace CnnVis.Differentiation.Checking;

/// <summary>The backward graph of a model as the bytes of a file.</summary>
internal static class BackwardGraphFile
{
    public static byte[] Of(CnnModel model, GradientRules rules)
    {
        ForwardGraph forward = GradientEngine.Of(model).ForwardGraphFor(model.ImageInput.Shape);
        BackwardGraph backward = BackwardGraphBuilder.Build(forward, rules, [model.ScoreTensor(ScoreKind.Logit)], [forward.Image.Name]);
        ModelProto file = backward.Model.Clone();
        foreach (ValueInfoProto output in file.Graph.Output)
        {
            output.Type = forward.Declare(forward.Image.Name, output.Name).Type;
        }

        return file.ToBytes();
    }
}
