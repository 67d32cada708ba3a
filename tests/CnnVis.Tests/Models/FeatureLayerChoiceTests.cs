using CnnVis.Models;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Models;

public class FeatureLayerChoiceTests
{
    [Theory]
    [InlineData("resnet", "/layer3/relu2/Relu_output_0")]
    [InlineData("mobilenet", "/last/last.1/HardSwish_output_0")]
    [InlineData("inception", "/mix/mix.1/Relu_output_0")]
    [InlineData("densenet", "/n4/n4.1/Relu_output_0")]
    [InlineData("convnext", "/b2/Add_output_0")]
    [InlineData("vgg", "/p4/MaxPool_output_0")]
    [InlineData("vgg-bn", "/p4/MaxPool_output_0")]
    [InlineData("keras-mnist", "/pool2/MaxPool_output_0")]
    [InlineData("unet", "/c2/c2.1/Relu_output_0")]
    [InlineData("vit", "/b2/n1/Add_1_output_0")]
    public void For_ReferenceNetworks_IsTheLastLayerThatKnowsPlaces(string name, string tensor)
    {
        using CnnModel model = new ReferenceCase(name).Load();

        Assert.Equal(tensor, FeatureLayerChoice.For(model).Layer.OutputTensor);
    }

    [SharedTheory]
    [InlineData("mobilenetv2_1.0_224_nchw_logits1000.onnx", "Clip_299")]
    [InlineData("mobilenetv2_1.0_224_nhwc_softmax1001.onnx", "Clip_301")]
    [InlineData("squeezenet_winml_fp32_op7.onnx", "conv10_2")]
    [InlineData("squeezenet_winml_fp16_op7.onnx", "conv10_2")]
    [InlineData("deeplabv3_voc_257_tf2onnx_nhwc_op9.onnx", "Relu__94:0")]
    [InlineData("selfie_segmentation_unet_256_nchw_sigmoid.onnx", "Add_402")]
    [InlineData("fer2013_mini_xception_nhwc_softmax7.onnx", "conv2d_7")]
    [InlineData("mnist_cntk_op8.onnx", "Pooling160_Output_0")]
    [InlineData("mnist_burn_pytorch_bn_op16.onnx", "/norm1/BatchNormalization_output_0")]
    public void For_TrainedModels_IsTheLastLayerThatKnowsPlaces(string file, string tensor)
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model(file));

        Assert.Equal(tensor, FeatureLayerChoice.For(model).Layer.OutputTensor);
    }

    [SharedTheory]
    [InlineData("yolox_nano.onnx", "Concat_331, Concat_364, Concat_397")]
    [InlineData("ultraface_rfb_320_bn.onnx", "317, 363, 403, 435")]
    public void For_DetectorsWithSeveralHeads_SaysWhichLayersTheOutputReads(string file, string layers)
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model(file));

        Assert.Contains($"the output reads several layers: {layers}.", Assert.Throws<ArgumentException>(() => FeatureLayerChoice.For(model)).Message, StringComparison.Ordinal);
    }
}
