namespace CnnVis.Features.Surveys;

/// <summary>Reads pictures a batch ahead: one core decodes while the network runs.</summary>
internal sealed class SurveyBatches(CnnModel model, IReadOnlyList<ImageSource> sources, CancellationToken cancellationToken)
{
    private readonly int _size = model.BatchSizeFor(model.ImageInput.Shape);

    public IEnumerable<SurveyBatch> ReadAhead()
    {
        Task<SurveyBatch> next = Start(0);
        try
        {
            for (int first = 0; first < sources.Count; first += _size)
            {
                SurveyBatch batch = next.GetAwaiter().GetResult();
                next = first + _size < sources.Count ? Start(first + _size) : next;
                yield return batch;
            }
        }
        finally
        {
            // Nobody's pictures are read any more once the survey has returned, whatever ended it.
            Task.WhenAny(next).Wait(CancellationToken.None);
            _ = next.Exception;
        }
    }

    private Task<SurveyBatch> Start(int first) => Task.Run(() => Read(first), CancellationToken.None);

    private SurveyBatch Read(int first)
    {
        int length = model.ImageInput.Shape.ElementCount;
        ImageSource[] wanted = [.. sources.Skip(first).Take(_size)];
        float[] pixels = new float[wanted.Length * length];
        var images = new List<(ImageSource, ImageGeometry)>();
        var skipped = new List<SkippedImage>();
        foreach (ImageSource source in wanted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                (ImageTensor tensor, ImageGeometry geometry) = model.Preprocess(source.Load());
                tensor.Values.CopyTo(pixels.AsSpan(images.Count * length));
                images.Add((source, geometry));
            }
            catch (Exception e) when (e is CnnVisException or IOException or UnauthorizedAccessException)
            {
                skipped.Add(new SkippedImage(source.Name, e.Message));
            }
        }

        return new SurveyBatch(pixels.AsMemory(0, images.Count * length), images, skipped);
    }
}
