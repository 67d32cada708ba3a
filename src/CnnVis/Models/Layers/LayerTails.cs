using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>The parts of one model that follow a layer: keeps those that were used last, and ends with the model.</summary>
internal sealed class LayerTails : IDisposable
{
    private const int KeptRunners = 2;

    private readonly CnnModel _model;
    private readonly SessionCache<(string Tensor, ImageShape Shape, int Batch), TailRunner> _runners;

    private LayerTails(CnnModel model)
    {
        _model = model;
        _runners = new SessionCache<(string Tensor, ImageShape Shape, int Batch), TailRunner>(KeptRunners, key => CreateRunner(key.Tensor));
        model.SessionSettings.Budget.OnShortage(_runners.ReleaseIdle);
    }

    public static LayerTails Of(CnnModel model) => model.Attached(owner => new LayerTails(owner));

    /// <summary>Runs the model up to a layer and hands over what follows it; the model is not disposed meanwhile.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="image">The image.</param>
    /// <param name="use">What is done with it.</param>
    /// <param name="cancellationToken">Cancels the runs.</param>
    public T Use<T>(Layer layer, ImageTensor image, Func<LayerTail, T> use, CancellationToken cancellationToken)
    {
        using RunGate.Pass pass = _model.EnterPass();
        return _model.ImageInput.FixedBatch is { } only
            ? Use(only, layer, image, use, cancellationToken)
            : _model.SessionSettings.Budget.Fitting(_model.BatchSizeFor(image.Shape), batch => Use(batch, layer, image, use, cancellationToken));
    }

    public void Dispose() => _runners.Dispose();

    private T Use<T>(int batch, Layer layer, ImageTensor image, Func<LayerTail, T> use, CancellationToken cancellationToken) =>
        _runners.Use((layer.OutputTensor, image.Shape, batch), runner =>
        {
            float[] copies = GC.AllocateUninitializedArray<float>(batch * image.Values.Length, pinned: true);
            for (int i = 0; i < batch; i++)
            {
                image.Values.CopyTo(copies.AsSpan(i * image.Values.Length));
            }

            using TensorRun head = runner.RunHead(copies, batch, image.Shape, cancellationToken);
            return use(new LayerTail(runner, head, layer.OutputTensor, batch, cancellationToken));
        });

    private TailRunner CreateRunner(string tensor) => new(
        _model.SelfContained(),
        _model.ImageInput,
        tensor,
        [.. new[] { _model.ScoreTensor(ScoreKind.Logit), _model.ScoreTensor(ScoreKind.Probability) }.Distinct()],
        _model.SessionSettings);
}
