using CnnVis.Differentiation;
using CnnVis.Onnx;
using CnnVis.Runtime;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

public class IntermediateGradientTests
{
    private const int Logit = 8;

    private static readonly ReferenceCase Vgg = new("vgg");
    private static readonly ImageTensor Images = Vgg.Input;
    private static readonly string Inner = Vgg.ActivationTensor!;

    [Fact]
    public void GradientOfAnInnerTensor_TakenBackToTheImage_IsTheImages()
    {
        using CnnModel model = Vgg.Load();
        float[] inner = Gradients(model, Logits(model), [Inner])[0];

        float[] chained = Gradients(model, Inner, [model.ImageInput.Name], inner)[0];

        ImageGradient.AssertEqual(Gradients(model, Logits(model), [model.ImageInput.Name])[0], chained);
    }

    [Fact]
    public void GradientsOfSeveralTensors_EqualOneAtATime()
    {
        using CnnModel model = Vgg.Load();
        string[] tensors = [model.ImageInput.Name, Inner, model.Layers.First(layer => layer.Operator == "Relu").OutputTensor, Logits(model)];

        float[][] together = Gradients(model, Logits(model), tensors);

        Assert.All(tensors.Zip(together), pair => ImageGradient.AssertEqual(Gradients(model, Logits(model), [pair.First])[0], pair.Second));
    }

    [Fact]
    public void Activations_BesideGradients_AreThoseOfTheModel()
    {
        using CnnModel model = Vgg.Load();
        string[] tensors = [Inner, Logits(model)];

        TensorBatch[] activations = Use(model, Logits(model), [model.ImageInput.Name], run => tensors.Select(run.Activation).ToArray(), tensors);

        Assert.All(activations.Zip(model.Activations(Images, tensors, CancellationToken.None)), pair => AssertEqual(pair.Second, pair.First));
    }

    [Fact]
    public void GradientOfAnInnerTensor_AgreesWithDifferencesOfTheRestOfTheModel()
    {
        using CnnModel model = Vgg.Load();
        using GraphRunner rest = Rest(model);
        TensorBatch activation = model.Activations(Images, [Inner], CancellationToken.None)[0];
        // What ReLU set to zero stays: there lie kinks.
        float[] direction = [.. activation.Values.Zip(Numbers.Seeded(activation.Values.Length, 4), (x, part) => x * part)];
        const float Step = 1e-2f;

        float[] gradient = Gradients(model, Logits(model), [Inner])[0];

        double Score(float step)
        {
            float[] moved = [.. activation.Values.Zip(direction, (x, v) => x + (step * v))];
            using TensorRun run = rest.Run([(Inner, moved, [activation.Count, .. activation.Shape])], null, [], CancellationToken.None);
            return run.Floats(Logits(model)).Chunk(run.ShapeOf(Logits(model))[1]).Sum(logits => (double)logits[Logit]);
        }

        double analytic = gradient.Zip(direction, (g, v) => (double)g * v).Sum();
        double numeric = (Score(Step) - Score(-Step)) / (2 * Step);
        Assert.Equal(analytic, numeric, 1e-2 * Math.Abs(analytic));
    }

    [Fact]
    public void GradientOfAnInnerTensor_InAModelOfFixedBatch_IsThatOfTheImagesAlone()
    {
        using CnnModel free = SmallNetwork.Create().Load();
        using CnnModel ofFour = SmallNetwork.Create(batch: 4).Load();
        ImageTensor images = SmallNetwork.Images(3);

        (float[] Gradient, TensorBatch Activation) Of(CnnModel model) => Use(
            model,
            "logits",
            ["activation"],
            run => (run.Gradients((_, _, seed) => seed[1] = 1, CancellationToken.None)[0], run.Activation("activation")),
            ["activation"],
            images);

        ImageGradient.AssertEqual(Of(free).Gradient, Of(ofFour).Gradient);
        AssertEqual(Of(free).Activation, Of(ofFour).Activation);
    }

    [Fact]
    public void GradientOfATensorThatDoesNotExist_NamesIt()
    {
        using CnnModel model = Vgg.Load();

        var error = Assert.ThrowsAny<CnnVisException>(() => Gradients(model, Logits(model), ["nowhere"]));

        Assert.Contains("'nowhere'", error.Message, StringComparison.Ordinal);
    }

    private static void AssertEqual(TensorBatch expected, TensorBatch actual)
    {
        Assert.Equal((expected.Count, string.Join(',', expected.Shape)), (actual.Count, string.Join(',', actual.Shape)));
        Agreement.Within(1e-6, expected.Values, actual.Values, "activation");
    }

    private static string Logits(CnnModel model) => model.ScoreTensor(ScoreKind.Logit);

    /// <summary>Of one logit, or of a sum with given weights.</summary>
    private static float[][] Gradients(CnnModel model, string from, string[] to, float[]? weights = null) => Use(model, from, to, run => run.Gradients(
        (image, _, seed) =>
        {
            if (weights is null)
            {
                seed[Logit] = 1;
            }
            else
            {
                weights.AsSpan(image * seed.Length, seed.Length).CopyTo(seed);
            }
        },
        CancellationToken.None));

    private static T Use<T>(
        CnnModel model, string from, string[] to, Func<GradientRun, T> use, string[]? activations = null, ImageTensor? images = null)
    {
        images ??= Images;
        var request = new GradientRequest(images.Shape, GradientRules.Standard, from, new TensorNames(to), new TensorNames(activations ?? []));
        return GradientEngine.Of(model).Use(request, plan =>
        {
            using GradientRun run = plan.Forward(images.Memory, images.Count, CancellationToken.None);
            return use(run);
        });
    }

    /// <summary>The part of the model behind the inner tensor.</summary>
    private static GraphRunner Rest(CnnModel model)
    {
        OnnxModel whole = model.SelfContained();
        IEnumerable<NodeProto> constants = whole.Graph.Nodes.Where(node => node.OpType == "Constant");
        ModelProto rest = whole.Proto.With([.. constants, .. whole.Graph.Dependents([Inner])], []);
        rest.Graph.Input.Clear();
        rest.Graph.Input.Add(GradientEngine.Of(model).ForwardGraphFor(Images.Shape).Declare(Inner));
        return new GraphRunner(rest, model.Name, model.SessionSettings);
    }
}
