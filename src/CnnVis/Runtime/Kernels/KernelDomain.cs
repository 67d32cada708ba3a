using CnnVis.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime.Kernels;

/// <summary>All kernels, under the name of their domain.</summary>
internal static unsafe class KernelDomain
{
    public const string Name = "CnnVis";

    private static readonly Kernel[] All = [new GateKernel(), new MaxPoolGradientKernel(), new InterleaveKernel(), new Col2ImKernel(), new SparseProductKernel(), new WinogradKernel()];

    private static readonly Lazy<nint> Domain = new(Create);

    /// <summary>Whether ONNX Runtime can be given kernels.</summary>
    public static bool IsAvailable => OrtFunctions.AreThere;

    /// <summary>Lets sessions with these options find the kernels.</summary>
    public static void AddTo(SessionOptions options) => OrtFunctions.AddDomain(options, Domain.Value);

    public static bool Has(NodeProto node) => node.Domain == Name;

    /// <summary>The kernel that computes a node.</summary>
    public static Kernel Of(NodeProto node) => Array.Find(All, kernel => kernel.Name == node.OpType)!;

    /// <summary>Lets a model name kernels.</summary>
    public static void ImportInto(ModelProto model) => model.OpsetImport.Add(new OperatorSetIdProto { Domain = Name, Version = 1 });

    private static nint Create()
    {
        nint domain = OrtFunctions.NewDomain(Name);
        foreach (Kernel kernel in All)
        {
            OrtFunctions.AddOperator(domain, NativeOperator.Of(kernel));
        }

        Introduce(domain);
        return domain;
    }

    /// <summary>
    /// Makes a session that knows the domain: the first one writes the domain's name into a list of the whole process, and two at a time would refuse each other's.
    /// </summary>
    private static void Introduce(nint domain)
    {
        var source = new ModelProto();
        source.OpsetImport.Add(new OperatorSetIdProto { Version = 18 });
        ModelProto model = source.OfNode(
            GraphEdits.NewNode("Identity", "identity", ["x"], "y"), [GraphEdits.Declare("x", TensorProto.Types.DataType.Float, [1])], [], ["y"]);
        using var options = new SessionOptions();
        OrtFunctions.AddDomain(options, domain);
        new InferenceSession(model.ToBytes(), options).Dispose();
    }
}
