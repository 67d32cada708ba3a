namespace CnnVis.Features.Surveys;

/// <summary>Reads pictures a batch ahead: one core decodes while the network runs.</summary>
internal sealed class SurveyBatches(CnnModel model, long bytesPerImage, IReadOnlyList<ImageSource> sources, CancellationToken cancellationToken)
{
    // Whole maps of large layers are handed out: 96 channels of 112x112 cells are 4.8 MB. With such a
    // layer of MobileNetV2 batches of eight take 860 MB in all, batches of two 400, at the same speed.
    private const long MostBytes = 16 << 20;

    private readonly int _size = SizeFor(model, bytesPerImage);

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

    private static int SizeFor(CnnModel model, long bytesPerImage)
    {
        int usual = model.BatchSizeFor(model.ImageInput.Shape);
        return model.TakesBatches ? (int)Math.Clamp(MostBytes / Math.Max(bytesPerImage, 1), 1, usual) : usual;
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
