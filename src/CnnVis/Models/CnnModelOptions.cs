namespace CnnVis;

/// <summary>What a model's file does not say, or says wrongly. Everything is optional.</summary>
public sealed record CnnModelOptions
{
    /// <summary>What results and errors call the model. <value>The default is the file's name, or "model" where it has none.</value></summary>
    public string? Name { get; init; }

    /// <summary>The names of the classes; a string is the path of a file. <value>The default is what the model's own metadata say, if anything.</value></summary>
    public Labels? Labels { get; init; }

    /// <summary>How pictures become the input. <value>The default is a guess from the model, which <see cref="CnnModel.Notes"/> names.</value></summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>The input that takes the image. <value>The default is the first that looks like one.</value></summary>
    public string? InputName { get; init; }

    /// <summary>The output to explain. <value>The default is the first.</value></summary>
    public string? OutputName { get; init; }

    /// <summary>The order of the image's axes. <value>The default is read off the shape and the graph.</value></summary>
    public TensorLayout? Layout { get; init; }

    /// <summary>Height and width where the model leaves them free. <value>The default is 224 x 224.</value></summary>
    public (int Height, int Width)? InputSize { get; init; }

    /// <summary>What the output's numbers are. <value>The default is read off the graph.</value></summary>
    public OutputKind? OutputKind { get; init; }

    /// <summary>What the output is about. <value>The default is read off its shape.</value></summary>
    public OutputForm? OutputForm { get; init; }

    /// <summary>Values of inputs other than the image, by name. <value>The default is none.</value></summary>
    public IReadOnlyDictionary<string, TensorValue> Inputs { get; init; } = new Dictionary<string, TensorValue>();

    /// <summary>How it is run: provider, threads, memory. <value>The default is the processor, with all its cores.</value></summary>
    public ExecutionOptions Execution { get; init; } = new();

    internal void Validate()
    {
        Preprocessing?.Validate();
        Execution.Validate();
        RefuseBelowOne(InputSize?.Height, nameof(InputSize));
        RefuseBelowOne(InputSize?.Width, nameof(InputSize));
    }

    private static void RefuseBelowOne(int? value, string option)
    {
        if (value < 1)
        {
            throw new ArgumentException($"{option} is {value}; it must be at least 1.");
        }
    }
}
