namespace MultiTransport.Load.Dialects.Sdk;

internal enum AttachMode : byte
{
    Take = 1,
    Send = 2,
}
