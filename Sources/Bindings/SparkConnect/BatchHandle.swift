internal import CSparkConnect

/// The owner of a batch's memory.
@safe
final class BatchHandle {
    let pointer: OpaquePointer

    init(taking pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe souk_spark_batch_free(pointer)
    }
}
