namespace CnnVis.Features.Dreams;

/// <summary>Where a dream takes place: the part of the network, the picture, and how the one sees the other.</summary>
internal sealed record DreamStage(NetworkPart Network, DreamPicture Picture, NetworkView View) : IDisposable
{
    private const int UsualSize = 128;

    /// <exception cref="ArgumentException">The model has no such tensor, or an option does not fit.</exception>
    public static DreamStage Set(CnnModel model, Objective objective, DreamOptions options, ICollection<string> notes)
    {
        string[] tensors = BoundObjective.TensorsOf(objective, model);
        ImageShape own = model.ImageInput.Shape;
        bool needsOwnSize = !model.ImageInput.IsSizeFree && objective.Terms.Any(term => term.Term.NeedsModelSize);
        ImageShape wanted = needsOwnSize ? own : Sized(own, options, UsualLength(model));
        NetworkPart network = At(wanted, model, tensors, notes);
        try
        {
            ImageShape drawn = network.Shape == wanted && !needsOwnSize ? wanted : Sized(own, options with { Start = null }, Math.Max(own.Height, own.Width));
            RefuseLarger(drawn, network.Shape, model);
            var picture = new DreamPicture(drawn.Channels, drawn.Height, drawn.Width, options.Decay);
            return new DreamStage(network, picture, new NetworkView(model.Preprocessing, picture, network.Shape));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public void Dispose() => Network.Dispose();

    private static int UsualLength(CnnModel model)
    {
        ImageShape own = model.ImageInput.Shape;
        return model.ImageInput.IsSizeFree ? UsualSize : Math.Min(UsualSize, Math.Max(own.Height, own.Width));
    }

    /// <summary>The shape with a longer side as wanted, in the proportions of the picture to start from or of the model's own images.</summary>
    private static ImageShape Sized(ImageShape own, DreamOptions options, int usual)
    {
        (int height, int width) = options.Start is { } start ? (start.Height, start.Width) : (own.Height, own.Width);
        double scale = (double)(options.Size ?? usual) / Math.Max(height, width);
        return own with { Height = Math.Max(1, (int)Math.Round(height * scale)), Width = Math.Max(1, (int)Math.Round(width * scale)) };
    }

    /// <summary>The network for a size of image or, where it does not take that, for its own.</summary>
    private static NetworkPart At(ImageShape shape, CnnModel model, string[] tensors, ICollection<string> notes)
    {
        ImageShape own = model.ImageInput.Shape;
        try
        {
            return new NetworkPart(model, shape, tensors, GradientRules.Standard);
        }
        catch (ModelException) when (!model.ImageInput.IsSizeFree && shape != own)
        {
            notes.Add($"The model reads pictures of {own.Height}x{own.Width} only, also up to '{string.Join("', '", tensors)}': the picture is enlarged for it.");
            return new NetworkPart(model, own, tensors, GradientRules.Standard);
        }
    }

    private static void RefuseLarger(ImageShape drawn, ImageShape network, CnnModel model)
    {
        if (drawn.Height > network.Height || drawn.Width > network.Width)
        {
            throw new ArgumentException(
                $"{model.Name} reads pictures of {network.Height}x{network.Width}; a picture of {drawn.Height}x{drawn.Width} would have to shrink. Choose a smaller {nameof(DreamOptions.Size)}.");
        }
    }
}
