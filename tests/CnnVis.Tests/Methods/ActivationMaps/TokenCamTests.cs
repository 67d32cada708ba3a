using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods;

/// <summary>Transformers: tokens are places, but for the class token.</summary>
public class TokenCamTests
{
    [Fact]
    public void HiResCam_OfATransformer_IsGradientTimesActivationOfThePatches()
    {
        var reference = new ReferenceCase("vit");
        using CnnModel model = reference.Load();
        Explainer explainer = model.Explain(reference.Input.Slice(0)).For(reference.TargetOf(0));
        float[] tokens = [];

        Explanation explanation = explainer.HiResCam();
        explainer.Run("tokens", new { }, context =>
        {
            LayerGradients values = context.LayerGradients(context.NewBatch(), 1, [model.Layers["/b2/n1/Add_1"]])[0];
            int channels = values.Shape[1];
            float[] products = [.. values.Activations(0).ToArray().Zip(values.Gradients(0, 0).ToArray(), (a, g) => a * g)];
            tokens = [.. products.Chunk(channels).Select(token => token.Sum())];
            return [new Heatmap([0], 1, 1, MapScaling.Symmetric)];
        });

        Assert.Contains(explanation.Notes, note => note.StartsWith("Layer: /b2/n1/Add_1, 8x8, chosen because the output reads single tokens", StringComparison.Ordinal));
        Assert.Equal(65, tokens.Length);
        Agreement.Within(1e-5, tokens[1..], explanation.Map.Values, "patches");
    }

    /// <summary>Patches of four by four pixels, averaged: the one that the weights like lies where it is in the image.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GradCam_OfPatches_LiesWhereTheyAre(bool classToken)
    {
        using CnnModel model = Patches(classToken).Load();
        float[] pixels = new float[3 * 12 * 16];
        for (int i = 0; i < 16; i++)
        {
            // The third patch of the second row.
            pixels[((4 + (i / 4)) * 16) + 8 + (i % 4)] = 1;
        }

        Explanation explanation = model.Explain(new ImageTensor(pixels, new ImageShape(3, 12, 16, TensorLayout.Nchw))).For(0).GradCam();

        Heatmap map = explanation.Map;
        Assert.Equal((3, 4), (map.Height, map.Width));
        Assert.Equal(6, map.Values.ToArray().ToList().IndexOf(map.Max));
        Assert.All(Enumerable.Range(0, 12).Where(cell => cell != 6), cell => Assert.Equal(0, map.Values[cell], 1e-6));
    }

    [Fact]
    public void LayerChoice_OfAClassTokenWithoutAttention_SaysWhatIsMissing()
    {
        using CnnModel model = Patches(classToken: true, readsClassToken: true).Load();

        Assert.Contains("and no attention before it was found", Assert.Throws<ArgumentException>(() => FeatureLayerChoice.For(model)).Message, StringComparison.Ordinal);
    }

    private static SmallModel Patches(bool classToken, bool readsClassToken = false)
    {
        SmallModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 12, 16)
            .Initializer("kernel", [.. Enumerable.Repeat(1f, 2 * 3 * 16)], 2, 3, 4, 4)
            .Initializer("tokens_shape", [0L, 2, 12], 3)
            .Initializer("dense", [1f, 0, 1, 0], 2, 2)
            .Initializer("class", [0f, 0], 1, 1, 2)
            .Initializer("index", [0L])
            .Node("Conv", "patches", ["image", "kernel"], "map", GraphEdits.IntsAttribute("strides", [4, 4]))
            .Node("Reshape", "flatten", ["map", "tokens_shape"], "flat")
            .Node("Transpose", "to_tokens", ["flat"], "patch_tokens", GraphEdits.IntsAttribute("perm", [0, 2, 1]));
        string tokens = "patch_tokens";
        if (classToken)
        {
            model.Node("Concat", "join", ["class", tokens], "all_tokens", GraphEdits.IntAttribute("axis", 1));
            tokens = "all_tokens";
        }

        model.Node("Relu", "layer", [tokens], "features");
        return (readsClassToken
                ? model.Node("Gather", "head", ["features", "index"], "means", GraphEdits.IntAttribute("axis", 1))
                : model.Node("ReduceMean", "pool", ["features"], "means", GraphEdits.IntsAttribute("axes", [1]), GraphEdits.IntAttribute("keepdims", 0)))
            .Node("MatMul", "score", ["means", "dense"], "logits")
            .Output("logits", DataType.Float, null, 2);
    }
}
